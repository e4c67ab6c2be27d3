CREATE EXTENSION IF NOT EXISTS vector;
--> statement-breakpoint
-- Both roles may exist already (made by the operator, with LOGIN and a password); neither owns a table nor bypasses policies.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildhall_app') THEN
    CREATE ROLE guildhall_app NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildhall_system') THEN
    CREATE ROLE guildhall_system NOLOGIN;
  END IF;
END
$$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO guildhall_app, guildhall_system;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO guildhall_app, guildhall_system;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO guildhall_app, guildhall_system;
--> statement-breakpoint
-- Call it once for each new table with guild data: guildhall_app then sees only the rows of the guild named in
-- app.guild_id, guildhall_system sees all, the owner is bound as well, and rows go when their guild goes.
CREATE FUNCTION enable_guild_rls(target regclass, guild_column name DEFAULT 'guild_id') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  own_guild constant text := format('%I = nullif(current_setting(''app.guild_id'', true), '''')', guild_column);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY guild_isolation ON %s TO guildhall_app USING (%s) WITH CHECK (%s)', target, own_guild, own_guild);
  EXECUTE format('CREATE POLICY system_access ON %s TO guildhall_system USING (true) WITH CHECK (true)', target);
  IF target <> 'public.guilds'::regclass AND NOT EXISTS (
    SELECT FROM pg_constraint WHERE conrelid = target AND contype = 'f' AND confrelid = 'public.guilds'::regclass
  ) THEN
    EXECUTE format('ALTER TABLE %s ADD FOREIGN KEY (%I) REFERENCES public.guilds (id) ON DELETE CASCADE', target, guild_column);
  END IF;
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION enable_guild_rls FROM PUBLIC;
