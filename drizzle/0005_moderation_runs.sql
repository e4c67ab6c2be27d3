CREATE TABLE "moderation_channel_locks" (
	"guild_id" varchar(20) NOT NULL,
	"channel_id" varchar(20) NOT NULL,
	"lock_id" uuid NOT NULL,
	"previous" jsonb,
	"locked_by" varchar(20) NOT NULL,
	"locked_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "moderation_channel_locks_pkey" PRIMARY KEY("guild_id","channel_id")
);
--> statement-breakpoint
CREATE TABLE "moderation_run_items" (
	"run_id" varchar(20) NOT NULL,
	"subject_id" varchar(20) NOT NULL,
	"guild_id" varchar(20) NOT NULL,
	"position" integer NOT NULL,
	"state" varchar(10) NOT NULL,
	"note" varchar(20),
	"author_id" varchar(20),
	"name" text,
	"roles" jsonb,
	"is_old" boolean DEFAULT false NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "moderation_run_items_pkey" PRIMARY KEY("run_id","subject_id")
);
--> statement-breakpoint
CREATE TABLE "moderation_runs" (
	"id" varchar(20) PRIMARY KEY NOT NULL,
	"guild_id" varchar(20) NOT NULL,
	"kind" varchar(10) NOT NULL,
	"state" varchar(10) NOT NULL,
	"step" integer DEFAULT 0 NOT NULL,
	"step_by" uuid,
	"created_by" varchar(20) NOT NULL,
	"created_by_name" text NOT NULL,
	"channel_id" varchar(20) NOT NULL,
	"locale" varchar(5) NOT NULL,
	"reason" text,
	"options" jsonb NOT NULL,
	"cursor" varchar(20),
	"scanned" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"token" text,
	"token_until" timestamp with time zone,
	"message_id" varchar(20),
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "moderation_run_items" ADD CONSTRAINT "moderation_run_items_run_id_moderation_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."moderation_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "moderation_channel_locks_expires" ON "moderation_channel_locks" USING btree ("expires_at") WHERE expires_at is not null;--> statement-breakpoint
CREATE INDEX "moderation_run_items_state" ON "moderation_run_items" USING btree ("run_id","state","position");--> statement-breakpoint
CREATE INDEX "moderation_run_items_subject" ON "moderation_run_items" USING btree ("guild_id","subject_id");--> statement-breakpoint
CREATE INDEX "moderation_runs_guild" ON "moderation_runs" USING btree ("guild_id","created_at");--> statement-breakpoint
CREATE INDEX "moderation_runs_creator" ON "moderation_runs" USING btree ("guild_id","created_by");