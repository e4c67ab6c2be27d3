CREATE TABLE "guilds" (
	"id" varchar(20) PRIMARY KEY NOT NULL,
	"name" varchar(100) DEFAULT '' NOT NULL,
	"locale" varchar(5) DEFAULT 'en' NOT NULL,
	"premium_tier" varchar(20) DEFAULT 'free' NOT NULL,
	"premium_expires_at" timestamp with time zone,
	"settings_revision" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"source" varchar(20) NOT NULL,
	"event_id" varchar(100) NOT NULL,
	"guild_id" varchar(20) NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "inbox_pkey" PRIMARY KEY("source","event_id")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" varchar(100) NOT NULL,
	"key" varchar(200) NOT NULL,
	"guild_id" varchar(20) NOT NULL,
	"payload" jsonb NOT NULL,
	"run_at" timestamp with time zone NOT NULL,
	"state" varchar(10) DEFAULT 'due' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"crashes" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"error" text,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "jobs_guild_kind_key" UNIQUE("guild_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "guild_settings" (
	"guild_id" varchar(20) NOT NULL,
	"feature" varchar(50) NOT NULL,
	"version" integer NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"updated_by" varchar(100) NOT NULL,
	CONSTRAINT "guild_settings_pkey" PRIMARY KEY("guild_id","feature")
);
--> statement-breakpoint
CREATE TABLE "guild_settings_history" (
	"guild_id" varchar(20) NOT NULL,
	"feature" varchar(50) NOT NULL,
	"version" integer NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"actor" varchar(100) NOT NULL,
	"surface" varchar(20) NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"undoes" integer,
	CONSTRAINT "guild_settings_history_pkey" PRIMARY KEY("guild_id","feature","version")
);
--> statement-breakpoint
CREATE INDEX "idx_guilds_premium" ON "guilds" USING btree ("premium_tier","premium_expires_at");--> statement-breakpoint
CREATE INDEX "idx_inbox_created" ON "inbox" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "idx_inbox_guild" ON "inbox" USING btree ("guild_id");--> statement-breakpoint
CREATE INDEX "idx_jobs_due" ON "jobs" USING btree ("run_at") WHERE "jobs"."state" = 'due';--> statement-breakpoint
CREATE INDEX "idx_jobs_lease" ON "jobs" USING btree ("lease_until") WHERE "jobs"."state" = 'running';--> statement-breakpoint
CREATE INDEX "idx_jobs_finished" ON "jobs" USING btree ("finished_at") WHERE "jobs"."finished_at" is not null;