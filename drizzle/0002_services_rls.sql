SELECT enable_guild_rls('guilds', 'id');
--> statement-breakpoint
SELECT enable_guild_rls('inbox');
--> statement-breakpoint
SELECT enable_guild_rls('jobs');
--> statement-breakpoint
SELECT enable_guild_rls('guild_settings');
--> statement-breakpoint
SELECT enable_guild_rls('guild_settings_history');
