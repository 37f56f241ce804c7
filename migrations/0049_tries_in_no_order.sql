-- Tries that arrive at the same instant do so in no order: one that began a moment before the first of
-- its window took that window for one of a clock that was wrong, and began it anew, so that what had
-- been counted was forgotten. Only a window that ends more than a minute too late was begun by such a clock.

create or replace function app.count_try(
    p_key bytea, p_most integer, p_seconds integer, p_now timestamptz) returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_window interval := make_interval(secs => p_seconds);
    v_latest timestamptz := p_now + v_window + interval '1 minute';
    v_tries  integer;
    v_ends   timestamptz;
begin
    -- Every try sweeps a few windows that are long over, so that the table stays as small as what
    -- is going on. What another try holds at this moment is left for the next.
    delete from app.try_count where key_hash in (
        select key_hash from app.try_count where ends_at < p_now - interval '1 hour'
         order by ends_at limit 10 for update skip locked);
    insert into app.try_count as c (key_hash, tries, started_at, ends_at)
        values (p_key, 1, p_now, p_now + v_window)
        on conflict (key_hash) do update set
            tries = case when c.ends_at <= p_now or c.ends_at > v_latest
                         then 1 else least(c.tries, 1000000) + 1 end,
            started_at = case when c.ends_at <= p_now or c.ends_at > v_latest
                         then p_now else c.started_at end,
            ends_at = case when c.ends_at <= p_now or c.ends_at > v_latest
                         then p_now + v_window else c.ends_at end
        returning tries, ends_at into v_tries, v_ends;
    if v_tries <= p_most then return 0; end if;
    return greatest(1, ceil(extract(epoch from v_ends - p_now)))::integer;
end $$;
