-- How often a thing may be tried, counted anew: a window begins with the first try in it, one row
-- a key, and whoever is stopped is told how long. The time is the caller's, so that a test can let
-- an hour pass.

drop function app.take_token(bytea, integer, integer);
drop table app.rate_limit;

-- One thing that is counted: sign-ins to one login, prompts on one phone, orders from one address.
-- Keys are digests, so that no phone number or address stands here in clear.
create table app.try_count (
    key_hash   bytea       primary key,
    tries      integer     not null constraint try_count_positive check (tries >= 0),
    started_at timestamptz not null,
    ends_at    timestamptz not null,
    constraint try_count_window check (ends_at > started_at)
);
create index try_count_end on app.try_count (ends_at);
comment on table app.try_count is 'directory: counters across businesses and processes';
grant select, insert, update, delete on app.try_count to dukani_definer;

-- Counts one try. Zero: it may be done. Else the seconds until the window ends. Counted in its own
-- statement: a caller that wants the count to survive its own failure commits first.
create function app.count_try(p_key bytea, p_most integer, p_seconds integer, p_now timestamptz)
    returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_window interval := make_interval(secs => p_seconds);
    v_tries  integer;
    v_ends   timestamptz;
begin
    -- Every try sweeps a few windows that are long over, so that the table stays as small as what
    -- is going on. What another try holds at this moment is left for the next.
    delete from app.try_count where key_hash in (
        select key_hash from app.try_count where ends_at < p_now - interval '1 hour'
         order by ends_at limit 10 for update skip locked);
    -- A window that ends further away than it is long was begun by a clock that was wrong.
    insert into app.try_count as c (key_hash, tries, started_at, ends_at)
        values (p_key, 1, p_now, p_now + v_window)
        on conflict (key_hash) do update set
            tries = case when c.ends_at <= p_now or c.ends_at > p_now + v_window
                         then 1 else least(c.tries, 1000000) + 1 end,
            started_at = case when c.ends_at <= p_now or c.ends_at > p_now + v_window
                         then p_now else c.started_at end,
            ends_at = case when c.ends_at <= p_now or c.ends_at > p_now + v_window
                         then p_now + v_window else c.ends_at end
        returning tries, ends_at into v_tries, v_ends;
    if v_tries <= p_most then return 0; end if;
    return greatest(1, ceil(extract(epoch from v_ends - p_now)))::integer;
end $$;

-- Takes back one try that turned out not to be one: the password was right.
create function app.uncount_try(p_key bytea) returns void
    language sql security definer set search_path = pg_catalog, pg_temp
    as $$ update app.try_count set tries = tries - 1 where key_hash = p_key and tries > 0 $$;

-- A browser that has signed in to a login before. Its own slips count for itself alone, and what
-- strangers try at this login does not stop it. The cookie holds a random token; we keep its digest.
create table app.known_browser (
    user_id      bigint      not null references app.user,
    browser_hash bytea       not null,
    seen_at      timestamptz not null,
    primary key (user_id, browser_hash)
);
comment on table app.known_browser is 'directory: browsers that signed in, known before any business is';
grant select, insert, update, delete on app.known_browser to dukani_definer;

-- For a sign-in: the login behind a phone number or an e-mail address, and whether this browser has
-- signed in to it within the last half year.
create function app.find_login_from(p_identity text, p_browser bytea, p_now timestamptz)
    returns table (user_id bigint, password_hash text, is_known boolean)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select u.user_id, u.password_hash,
           exists (select 1 from app.known_browser k
                    where k.user_id = u.user_id and k.browser_hash = p_browser
                      and k.seen_at > p_now - interval '180 days')
      from app.user u
     where (u.phone = p_identity or u.email = p_identity) and u.retired_at is null $$;

-- Remembers a browser that has just signed in; of one login at most the last twenty.
create function app.remember_browser(p_user bigint, p_browser bytea, p_now timestamptz) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into app.known_browser (user_id, browser_hash, seen_at) values (p_user, p_browser, p_now)
        on conflict (user_id, browser_hash) do update set seen_at = excluded.seen_at;
    delete from app.known_browser where user_id = p_user and browser_hash in (
        select browser_hash from app.known_browser where user_id = p_user
         order by seen_at desc, browser_hash offset 20);
end $$;

-- As before; and whoever signed in with the old password is no longer known by its browser.
create or replace function app.set_password(p_user bigint, p_password_hash text, p_end_sessions boolean)
    returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update app.user set password_hash = p_password_hash,
           password_changed_at = case when p_end_sessions then now() else password_changed_at end
     where user_id = p_user;
    if p_end_sessions then
        delete from app.session where user_id = p_user;
        delete from app.known_browser where user_id = p_user;
    end if;
end $$;

do $$
declare
    f regprocedure;
begin
    foreach f in array array[
        'app.count_try(bytea, integer, integer, timestamptz)',
        'app.uncount_try(bytea)',
        'app.find_login_from(text, bytea, timestamptz)',
        'app.remember_browser(bigint, bytea, timestamptz)']::regprocedure[]
    loop
        execute format('alter function %s owner to dukani_definer', f);
        execute format('revoke all on function %s from public', f);
        execute format('grant execute on function %s to dukani_runtime', f);
    end loop;
end $$;
