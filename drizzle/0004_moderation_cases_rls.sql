SELECT enable_guild_rls('case_counters');
--> statement-breakpoint
SELECT enable_guild_rls('moderation_cases');
