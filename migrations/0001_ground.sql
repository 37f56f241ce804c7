-- The ground: who may do what in this database, and how one business is kept apart from another.
--
-- Five roles exist before this file runs (`dukani migrate` makes them once per server, under a lock):
--   dukani_owner    owns the schema and runs migrations; never serves a request
--   dukani_runtime  what every request runs as; row security binds it
--   dukani_definer  owns the few functions that must see across businesses, and every deferred trigger
--   dukani_jobs     owns the job queue's own schema
--   dukani_backup   reads everything, writes nothing
-- No role bypasses row security: where one must see across, a policy names it.

create extension if not exists pg_trgm   with schema ext;
create extension if not exists btree_gin with schema ext;

grant usage on schema app to dukani_runtime, dukani_definer, dukani_jobs, dukani_backup;
grant usage on schema ext to dukani_runtime, dukani_definer, dukani_backup;

-- The business that this transaction has entered, or null: then no tenant row is visible.
-- Inlinable on purpose: no SET clause, plain SQL, stable. A committed SET LOCAL leaves '' behind, not null.
create function app.current_business() returns bigint
    language sql stable parallel safe
    as $$ select nullif(pg_catalog.current_setting('app.business_id', true), '')::bigint $$;

revoke execute on function app.current_business() from public;
grant execute on function app.current_business()
    to dukani_runtime, dukani_definer, dukani_jobs, dukani_backup;

-- Rows of a table belong to one business and are invisible to every other.
-- Forced, so that the owner too sees nothing by accident: a migration that backfills lifts the
-- force and puts it back in its own transaction.
create procedure app.own_by_business(t regclass) language plpgsql as $$
begin
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy one_business on %s for all to dukani_runtime
                    using (business_id = app.current_business())
                    with check (business_id = app.current_business())', t);
    execute format('create policy see_across on %s for select to dukani_definer, dukani_backup
                    using (true)', t);
    execute format('grant select on %s to dukani_definer, dukani_backup', t);
end $$;

create function app.refuse_change() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception '% is append-only: correct it by adding, not by changing', tg_table_name
        using errcode = '42501', constraint = tg_table_name || '_append_only';
end $$;

-- What has been written stays written, for the owner of the table too.
create procedure app.append_only(t regclass) language plpgsql as $$
begin
    execute format('create trigger append_only_row before update or delete on %s
                    for each row execute function app.refuse_change()', t);
    execute format('create trigger append_only_table before truncate on %s
                    for each statement execute function app.refuse_change()', t);
end $$;

revoke execute on procedure app.own_by_business(regclass), app.append_only(regclass) from public;
revoke execute on function app.refuse_change() from public;

-- How often a thing was tried in a window of time: sign-ins, prompts, look-ups of orders.
-- Keys are digests, so that no phone number or address stands here in clear.
create table app.rate_limit (
    key_hash     bytea       not null,
    window_start timestamptz not null,
    tries        integer     not null,
    primary key (key_hash, window_start)
);
comment on table app.rate_limit is 'directory: counters across businesses and processes';

-- Takes one token out of a window; false when the window is empty. Counting happens in its own
-- statement, so a caller that wants the count to survive its own failure commits first.
create function app.take_token(p_key bytea, p_limit integer, p_window_seconds integer)
    returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_start timestamptz := to_timestamp(
        floor(extract(epoch from now()) / p_window_seconds) * p_window_seconds);
    v_tries integer;
begin
    delete from app.rate_limit where key_hash = p_key and window_start < now() - interval '2 days';
    insert into app.rate_limit as r (key_hash, window_start, tries) values (p_key, v_start, 1)
        on conflict (key_hash, window_start) do update set tries = r.tries + 1
        returning tries into v_tries;
    return v_tries <= p_limit;
end $$;

grant select, insert, update, delete on app.rate_limit to dukani_definer;
