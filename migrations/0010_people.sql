-- Who works in a business and how one comes in; sessions that can be seen and ended; opening hours.

-- ---------------------------------------------------------------------------------------------
-- Invitations. An owner invites a phone number or an e-mail address, with a role. The link that she
-- hands over is a secret: whoever has it AND signs in with that very number or address is taken in.

create table app.invitation (
    business_id   bigint      not null references app.business,
    invitation_id uuid        not null,            -- made with the form: sent twice, it is one invitation
    identity      text        not null constraint invitation_identity
                  check (identity ~ '^\+[1-9][0-9]{7,14}$' or identity like '%_@_%'),  -- as app.user spells it
    role          text        not null constraint invitation_role
                  check (role in ('owner', 'manager', 'cashier', 'accountant')),
    invited_by    uuid        not null,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    ended_at      timestamptz,
    ending        text        constraint invitation_ending
                  check (ending in ('accepted', 'revoked', 'replaced', 'expired')),
    accepted_by   uuid,
    primary key (business_id, invitation_id),
    constraint invitation_inviter foreign key (business_id, invited_by) references app.member,
    constraint invitation_accepter foreign key (business_id, accepted_by) references app.member,
    constraint invitation_ends_once check ((ended_at is null) = (ending is null)),
    constraint invitation_accepted_by_somebody check ((ending is not distinct from 'accepted') = (accepted_by is not null)),
    constraint invitation_ends_later check (expires_at > created_at)
);
-- One that ran out is ended as such before its identity is invited again.
create unique index invitation_stands_once on app.invitation (business_id, identity) where ended_at is null;
call app.own_by_business('app.invitation');
grant select, insert, update on app.invitation to dukani_runtime;

-- The secret of an invitation's link: we keep its SHA-256. Never deleted, so that an old link can say
-- what became of it.
create table app.invitation_link (
    token_hash    bytea  primary key,
    business_id   bigint not null,
    invitation_id uuid   not null
);
comment on table app.invitation_link is 'directory: invitations, found by digest before any business is known';

-- When a member was last in the back office of a business. Apart from app.member, because it is
-- written by a function that has entered no business, and apart from app.session, because one
-- employer need not know when somebody was last at work for another.
create table app.member_seen (
    user_id     bigint      not null,
    business_id bigint      not null,
    seen_at     timestamptz not null,
    primary key (user_id, business_id)
);
comment on table app.member_seen is 'directory: when a login was last in a business, written as its session is touched';

-- A business never loses its last owner. The business's row is locked first, so that two owners who
-- step down at the same moment do so one after the other; the second finds that she is the last.
create function app.keep_an_owner() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if old.role <> 'owner' or old.retired_at is not null then return new; end if;
    if new.role = 'owner' and new.retired_at is null then return new; end if;
    perform 1 from app.business where business_id = old.business_id for no key update;
    if not exists (select 1 from app.member
                    where business_id = old.business_id and role = 'owner' and retired_at is null
                      and member_id <> old.member_id) then
        raise exception 'a business has an owner'
            using errcode = '23514', constraint = 'member_last_owner';
    end if;
    return new;
end $$;
revoke execute on function app.keep_an_owner() from public;
create trigger member_last_owner before update of role, retired_at on app.member
    for each row execute function app.keep_an_owner();

-- ---------------------------------------------------------------------------------------------
-- Sessions. What a person reads to know her own: the browser in a few words, and the network it came
-- from without its last part (an address names a household, its network names a town's provider).

alter table app.user add column language text
    constraint user_language check (language in ('en', 'sw', 'id'));   -- null: whatever the browser asks for

alter table app.session
    add column session_id uuid not null default gen_random_uuid(),     -- names it to its owner; opens nothing
    add column came_from text,
    add column password_at timestamptz not null default now();         -- when its password was last typed

-- A session lives for 30 days from the sign-in, and ends after 7 days without use. It is never made
-- anew by being saved: one that was ended stays ended.
create or replace function app.session_save(p_hash bytea, p_user bigint, p_data jsonb,
                                            p_expires timestamptz, p_create boolean) returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if p_create then
        delete from app.session where expires_at < now() - interval '1 day';
        insert into app.session (session_hash, user_id, data, expires_at, user_agent, came_from)
            values (p_hash, p_user, p_data, least(p_expires, now() + interval '7 days'),
                    p_data ->> 'device', p_data ->> 'came_from')
            on conflict do nothing;
        return found;
    end if;
    update app.session
       set user_id = p_user, data = p_data, seen_at = now(),
           expires_at = least(p_expires, now() + interval '7 days', created_at + interval '30 days')
     where session_hash = p_hash;
    return found;
end $$;

-- A session was used: it lives on, and its owner was seen in that business. Cheap when it was touched
-- within the last five minutes.
create function app.session_touch(p_session bytea, p_slug text) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_user bigint;
begin
    select s.user_id into v_user from app.session s
     where s.session_hash = p_session and s.expires_at > now();
    if v_user is null then return; end if;
    update app.session
       set seen_at = now(),
           -- A session that was opened for less (a command's) is not made to live longer.
           expires_at = greatest(expires_at, least(now() + interval '7 days', created_at + interval '30 days'))
     where session_hash = p_session and seen_at < now() - interval '5 minutes'
       and expires_at > created_at + interval '1 day';
    insert into app.member_seen as seen (user_id, business_id, seen_at)
        select v_user, a.business_id, now()
          from app.business_address a
          join app.member m on m.business_id = a.business_id and m.user_id = v_user and m.retired_at is null
         where a.address = p_slug and a.kind = 'slug'
        on conflict (user_id, business_id) do update set seen_at = excluded.seen_at
            where seen.seen_at < now() - interval '5 minutes';
end $$;

-- The sessions of the login behind a session, the newest first.
create function app.sessions_of(p_session bytea)
    returns table (session_id uuid, device text, came_from text, created_at timestamptz,
                   seen_at timestamptz, is_this boolean)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select o.session_id, o.user_agent, o.came_from, o.created_at, o.seen_at, o.session_hash = p_session
      from app.session s join app.session o on o.user_id = s.user_id and o.expires_at > now()
     where s.session_hash = p_session and s.expires_at > now()
     order by o.session_hash = p_session desc, o.seen_at desc, o.session_id $$;

-- Ends sessions of the login behind a session: one by its name, or (null) all but this one.
create function app.end_sessions(p_session bytea, p_which uuid) returns bigint
    language sql security definer set search_path = pg_catalog, pg_temp as $$
    with gone as (
        delete from app.session o using app.session s
         where s.session_hash = p_session and s.expires_at > now() and o.user_id = s.user_id
           and case when p_which is null then o.session_hash <> p_session else o.session_id = p_which end
        returning 1)
    select count(*) from gone $$;

-- Everything about the login behind a session: for that person's own eyes, and to compare a password.
create function app.account_of(p_session bytea)
    returns table (user_id bigint, name text, phone text, email text, language text,
                   password_hash text, password_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select u.user_id, u.name, u.phone, u.email, u.language, u.password_hash, s.password_at
      from app.session s join app.user u on u.user_id = s.user_id
     where s.session_hash = p_session and s.expires_at > now() and u.retired_at is null $$;

-- The password of this session's login was typed again, just now, and was right.
create function app.password_confirmed(p_session bytea) returns void
    language sql security definer set search_path = pg_catalog, pg_temp
    as $$ update app.session set password_at = now() where session_hash = p_session $$;

-- A new password by its owner: every other session of the login ends.
create function app.change_password(p_session bytea, p_old_hash text, p_new_hash text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_user bigint;
begin
    update app.user u set password_hash = p_new_hash, password_changed_at = now()
      from app.session s
     where s.session_hash = p_session and s.expires_at > now() and u.user_id = s.user_id
       -- Changed meanwhile, from elsewhere: then the password that was compared is no longer the one.
       and u.password_hash = p_old_hash and u.retired_at is null
    returning u.user_id into v_user;
    if v_user is null then return false; end if;
    delete from app.session where user_id = v_user and session_hash <> p_session;
    update app.session set password_at = now() where session_hash = p_session;
    return true;
end $$;

create function app.keep_account_details(p_session bytea, p_name text, p_language text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update app.user u set name = p_name, language = p_language
      from app.session s
     where s.session_hash = p_session and s.expires_at > now() and u.user_id = s.user_id
       and u.retired_at is null;
    return found;
end $$;

-- The language that a login chose, for the browser it signs in with.
create function app.language_of(p_user bigint) returns text
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as $$ select language from app.user where user_id = p_user $$;

-- ---------------------------------------------------------------------------------------------
-- Members and invitations, seen through keyholes.

-- How each member of the entered business signs in, and when she was last here.
create function app.members_in_directory()
    returns table (user_id bigint, identity text, seen_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select u.user_id, coalesce(u.phone, u.email), seen.seen_at
      from app.member m join app.user u on u.user_id = m.user_id
      left join app.member_seen seen on seen.user_id = m.user_id and seen.business_id = m.business_id
     where m.business_id = app.current_business() $$;

-- Whether a phone number or an e-mail address is that of somebody who works in the entered business.
-- Says nothing of logins elsewhere.
create function app.works_here(p_identity text) returns boolean
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select exists (select 1 from app.user u
                     join app.member m on m.user_id = u.user_id and m.retired_at is null
                    where m.business_id = app.current_business()
                      and (u.phone = p_identity or u.email = p_identity)) $$;

create function app.keep_invitation_link(p_token bytea, p_invitation uuid) returns void
    language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into app.invitation_link (token_hash, business_id, invitation_id)
        values (p_token, app.current_business(), p_invitation) $$;

-- What the link of an invitation leads to. Whom it is for is told in part only: enough for the right
-- person to know which of her numbers is meant, too little for a finder of the link.
create function app.look_at_invitation(p_token bytea, p_session bytea)
    returns table (state text, business_name text, slug text, language text, role text, invited_by text,
                   hint text, signed_in_as text, is_yours boolean, is_member boolean)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select case when i.ending is not null then i.ending
                when i.expires_at <= now() then 'expired' else 'live' end,
           b.name, b.slug, b.language, i.role, by_whom.name,
           case when i.identity like '+%' then '…' || right(i.identity, 3)
                else left(i.identity, 1) || '…' || substr(i.identity, strpos(i.identity, '@')) end,
           me.name,
           coalesce(i.identity in (me.phone, me.email), false),
           exists (select 1 from app.member m where m.business_id = i.business_id
                      and m.user_id = me.user_id and m.retired_at is null)
      from app.invitation_link l
      join app.invitation i on i.business_id = l.business_id and i.invitation_id = l.invitation_id
      join app.business b on b.business_id = i.business_id and b.retired_at is null
      join app.member by_whom on by_whom.business_id = i.business_id and by_whom.member_id = i.invited_by
      left join lateral (select u.user_id, u.name, u.phone, u.email
                           from app.session s join app.user u on u.user_id = s.user_id
                          where s.session_hash = p_session and s.expires_at > now()
                            and u.retired_at is null) me on true
     where l.token_hash = p_token $$;

-- Enters the business of an invitation as the person it is for, who becomes `p_member` there unless
-- she was a member before. The caller writes the member and ends the invitation, in that order of
-- doubt: the invitation's row is what two callers at once fight for.
create function app.enter_invitation(p_token bytea, p_session bytea, p_member uuid) returns app.entered
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v app.entered;
begin
    select u.user_id, u.name into v.user_id, v.member_name
      from app.session s join app.user u on u.user_id = s.user_id
     where s.session_hash = p_session and s.expires_at > now() and u.retired_at is null;
    if v.user_id is null then v.outcome := 'no_session'; return v; end if;
    select b.business_id, b.name, b.slug, b.country, b.currency, b.time_zone, b.language,
           b.day_starts_at, coalesce(m.member_id, p_member),
           case when m.retired_at is null then coalesce(m.role, i.role) else i.role end
      into v.business_id, v.name, v.slug, v.country, v.currency, v.time_zone, v.language,
           v.day_starts_at, v.member_id, v.role
      from app.invitation_link l
      join app.invitation i on i.business_id = l.business_id and i.invitation_id = l.invitation_id
      join app.business b on b.business_id = i.business_id and b.retired_at is null
      join app.user u on u.user_id = v.user_id and i.identity in (u.phone, u.email)
      left join app.member m on m.business_id = i.business_id and m.user_id = u.user_id
     where l.token_hash = p_token and i.ended_at is null and i.expires_at > now();
    if v.business_id is null then v.outcome := 'not_found'; return v; end if;
    perform app.set_scope(v.business_id);
    v.outcome := 'entered';
    return v;
end $$;

-- Which invitation of the entered business a link is the secret of.
create function app.invitation_behind(p_token bytea) returns uuid
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select invitation_id from app.invitation_link
     where token_hash = p_token and business_id = app.current_business() $$;

-- ---------------------------------------------------------------------------------------------
-- Opening hours, in the business's own time zone. A weekday without a row is closed; a business
-- without any row does not tell its hours.

create table app.opening_hours (
    business_id bigint   not null references app.business,
    weekday     smallint not null constraint opening_hours_weekday check (weekday between 1 and 7), -- 1 is Monday
    opens_at    time     not null,
    closes_at   time     not null,                 -- not after opens_at: on the next day; the same: round the clock
    primary key (business_id, weekday)
);
call app.own_by_business('app.opening_hours');
grant select, insert, update, delete on app.opening_hours to dukani_runtime;

-- Days on which it is closed all the same: holidays, a funeral, stock-taking.
create table app.closed_day (
    business_id bigint not null references app.business,
    day         date   not null,
    reason      text   not null default '' constraint closed_day_reason_length check (length(reason) <= 80),
    primary key (business_id, day)
);
call app.own_by_business('app.closed_day');
grant select, insert, update, delete on app.closed_day to dukani_runtime;

alter table app.business
    add column tagline text not null default ''        -- one line under the storefront's name
        constraint business_tagline_length check (length(tagline) <= 100),
    add column delivery_note text not null default ''  -- said where a customer chooses how the goods come
        constraint business_delivery_note_length check (length(delivery_note) <= 300),
    add column whatsapp text
        constraint business_whatsapp_e164 check (whatsapp ~ '^\+[1-9][0-9]{7,14}$');

-- ---------------------------------------------------------------------------------------------
-- The M-Pesa account: which key its secrets are sealed with, and what came of trying it.

alter table app.mpesa_account
    add column key_id text,                        -- null: sealed before keys had names
    add column tested_at timestamptz,
    add column test_outcome text constraint mpesa_account_test_outcome
        check (test_outcome in ('works', 'keys_refused', 'number_refused', 'other_environment',
                                'not_reached', 'busy', 'unclear')),
    add constraint mpesa_account_tested check ((tested_at is null) = (test_outcome is null));
grant delete on app.mpesa_account to dukani_runtime;

-- ---------------------------------------------------------------------------------------------

grant select, insert on app.invitation_link to dukani_definer;
grant select, insert, update on app.member_seen to dukani_definer;
grant select on app.invitation_link, app.member_seen to dukani_backup;

do $$
declare
    f text;
begin
    foreach f in array array[
        'app.session_touch(bytea, text)', 'app.sessions_of(bytea)', 'app.end_sessions(bytea, uuid)',
        'app.account_of(bytea)', 'app.password_confirmed(bytea)',
        'app.change_password(bytea, text, text)', 'app.keep_account_details(bytea, text, text)',
        'app.language_of(bigint)', 'app.members_in_directory()', 'app.works_here(text)',
        'app.keep_invitation_link(bytea, uuid)', 'app.look_at_invitation(bytea, bytea)',
        'app.enter_invitation(bytea, bytea, uuid)', 'app.invitation_behind(bytea)'] loop
        execute format('alter function %s owner to dukani_definer', f);
        execute format('revoke all on function %s from public', f);
        execute format('grant execute on function %s to dukani_runtime', f);
    end loop;
end $$;
