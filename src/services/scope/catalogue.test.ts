import { neon } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DataWorld, startDataWorld } from '../../../test/properties/data-world.ts'

let world: DataWorld
beforeAll(async () => {
  world = await startDataWorld()
})
afterAll(() => world.stop())

const OWN_GUILD = "NULLIF(current_setting('app.guild_id'::text, true), ''::text)"

describe('the database', () => {
  it('binds every table to its guild: forced row-level security, both policies, rows that go with the guild', async () => {
    const tables = await neon(world.ownerUrl)`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
        exists (select from information_schema.columns col
          where col.table_schema = 'public' and col.table_name = c.relname and col.column_name = 'guild_id') as of_guild,
        (select string_agg(p.policyname || ' ' || p.cmd || ' ' || array_to_string(p.roles, ',') || ' '
          || p.qual || ' ' || p.with_check, E'\n' order by p.policyname)
          from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname) as policies,
        exists (select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'
          and f.confrelid = 'guilds'::regclass and f.confdeltype = 'c') as cascades
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`
    expect(tables.length).toBeGreaterThanOrEqual(5)
    for (const table of tables) {
      const column = table['name'] === 'guilds' ? 'id' : 'guild_id'
      const own = `((${column})::text = ${OWN_GUILD})`
      expect(table, table['name']).toMatchObject({
        forced: true,
        of_guild: column === 'guild_id',
        cascades: column === 'guild_id',
        policies: `guild_isolation ALL guildhall_app ${own} ${own}\nsystem_access ALL guildhall_system true true`,
      })
    }
  })

  it('has roles that own nothing and bypass nothing', async () => {
    const roles = await neon(world.ownerUrl)`
      select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as mighty,
        exists (select from pg_class c where c.relowner = r.oid) as owns,
        has_schema_privilege(r.oid, 'public', 'create') as creates,
        (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
      from pg_roles r where rolname like 'guildhall%' order by rolname`
    expect(roles).toEqual([
      { rolname: 'guildhall_app', mighty: false, owns: false, creates: false, memberships: 0 },
      { rolname: 'guildhall_system', mighty: false, owns: false, creates: false, memberships: 0 },
    ])
  })

  it('has no function that runs with its owner’s rights', async () => {
    const functions = await neon(world.ownerUrl)`
      select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`
    expect(functions).toEqual([])
  })
})
