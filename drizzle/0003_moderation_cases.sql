CREATE TABLE "case_counters" (
	"guild_id" varchar(20) PRIMARY KEY NOT NULL,
	"last_number" integer NOT NULL,
	"revision" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "moderation_cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"guild_id" varchar(20) NOT NULL,
	"case_id" integer NOT NULL,
	"user_id" varchar(20),
	"user_name" text,
	"channel_id" varchar(20),
	"moderator_id" varchar(20) NOT NULL,
	"moderator_name" text,
	"action_type" varchar(20) NOT NULL,
	"reason" text,
	"duration_ms" bigint,
	"expires_at" timestamp with time zone,
	"status" varchar(10) NOT NULL,
	"settled_at" timestamp with time zone,
	"dm" varchar(10),
	"hidden" boolean DEFAULT false NOT NULL,
	"source" varchar(12) NOT NULL,
	"evidence" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"reason_edits" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"escalation" varchar(10),
	"log_channel_id" varchar(20),
	"log_message_id" varchar(20),
	"edited_by" varchar(20),
	"edited_at" timestamp with time zone,
	"deleted_by" varchar(20),
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "moderation_cases_number" UNIQUE("guild_id","case_id"),
	CONSTRAINT "moderation_cases_target" CHECK (user_id is not null or channel_id is not null)
);
--> statement-breakpoint
CREATE INDEX "moderation_cases_user" ON "moderation_cases" USING btree ("guild_id","user_id","case_id");--> statement-breakpoint
CREATE INDEX "moderation_cases_moderator" ON "moderation_cases" USING btree ("guild_id","moderator_id","case_id");--> statement-breakpoint
CREATE INDEX "moderation_cases_warnings" ON "moderation_cases" USING btree ("guild_id","user_id","created_at") WHERE action_type = 'warn' and status = 'active' and source <> 'escalation';--> statement-breakpoint
CREATE INDEX "moderation_cases_expires" ON "moderation_cases" USING btree ("expires_at") WHERE settled_at is null and expires_at is not null;