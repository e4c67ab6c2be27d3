SELECT enable_guild_rls('moderation_runs');
--> statement-breakpoint
SELECT enable_guild_rls('moderation_run_items');
--> statement-breakpoint
SELECT enable_guild_rls('moderation_channel_locks');
