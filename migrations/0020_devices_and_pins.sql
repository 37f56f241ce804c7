-- Devices that are tills, how one is enrolled, and the PINs by which members take turns at them.

-- ---------------------------------------------------------------------------------------------
-- A phone, tablet or PC that an owner or a manager made a till of one location. Never deleted: its
-- series of numbers stays its own after it was revoked.

create table app.device (
    business_id    bigint      not null references app.business,
    device_id      uuid        not null,           -- made with the form: sent twice, it is one device
    name           text        not null constraint device_name_length check (length(name) between 1 and 60),
    location_id    uuid        not null,           -- where it sells, for good: elsewhere it is enrolled anew
    series         text        not null constraint device_series check (series ~ '^T[1-9][0-9]*$'),
    token_digest   bytea       not null,           -- SHA-256 of what its browser holds
    enrolled_by    uuid        not null,           -- she, or she who made the code
    enrolled_at    timestamptz not null,
    revoked_at     timestamptz,
    revoked_by     uuid,
    last_seen_at   timestamptz,                    -- to a few minutes
    app_version    text,                           -- of the till that it runs, as it last said
    unsynced       integer     not null default 0  -- sales it had not sent when it last said so
                   constraint device_unsynced check (unsynced >= 0),
    unsynced_since timestamptz,                    -- when the oldest of them was made
    primary key (business_id, device_id),
    constraint device_series_once unique (business_id, series),
    constraint device_location foreign key (business_id, location_id) references app.location,
    constraint device_enroller foreign key (business_id, enrolled_by) references app.member,
    constraint device_revoker foreign key (business_id, revoked_by) references app.member,
    constraint device_revoked_by_somebody check ((revoked_at is null) = (revoked_by is null))
);
call app.own_by_business('app.device');
grant select, insert on app.device to dukani_runtime;
grant update (name, revoked_at, revoked_by, last_seen_at, app_version, unsynced, unsynced_since)
    on app.device to dukani_runtime;

-- Which device a token is of, over all businesses: each token is one device's.
create table app.device_token (
    token_digest bytea  primary key,
    business_id  bigint not null,
    device_id    uuid   not null
);
comment on table app.device_token is 'directory: devices, found by digest before any business is known';

create function app.know_device_token() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into app.device_token (token_digest, business_id, device_id)
        values (new.token_digest, new.business_id, new.device_id);
    return null;
end $$;
create trigger device_token after insert on app.device
    for each row execute function app.know_device_token();
alter function app.know_device_token() owner to dukani_definer;
revoke all on function app.know_device_token() from public;

-- ---------------------------------------------------------------------------------------------
-- A short code that makes whichever browser it is typed in a till: for ten minutes, once.

create table app.device_code (
    business_id bigint      not null references app.business,
    code_id     uuid        not null,              -- made with the form: sent twice, it is one code
    name        text        not null constraint device_code_name_length check (length(name) between 1 and 60),
    location_id uuid        not null,
    made_by     uuid        not null,              -- enrols, as far as she still may when it is typed
    made_at     timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    device_id   uuid,                              -- what came of it
    primary key (business_id, code_id),
    constraint device_code_location foreign key (business_id, location_id) references app.location,
    constraint device_code_maker foreign key (business_id, made_by) references app.member,
    constraint device_code_device foreign key (business_id, device_id) references app.device,
    constraint device_code_used check ((used_at is null) = (device_id is null)),
    constraint device_code_ends_later check (expires_at > made_at)
);
call app.own_by_business('app.device_code');
grant select, insert, update on app.device_code to dukani_runtime;

create table app.device_code_digest (
    code_digest bytea  primary key,
    business_id bigint not null,
    code_id     uuid   not null
);
comment on table app.device_code_digest is 'directory: codes of tills, found by digest before any business is known';

create function app.keep_device_code(p_code bytea, p_id uuid) returns void
    language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into app.device_code_digest (code_digest, business_id, code_id)
        values (p_code, app.current_business(), p_id) $$;

-- Which code of the entered business that is.
create function app.device_code_behind(p_code bytea) returns uuid
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select code_id from app.device_code_digest
     where code_digest = p_code and business_id = app.current_business() $$;

-- Enters the business of a code as the member who made it: she answers for the device. Used codes
-- enter as well while their time lasts, because an answer may have been lost on its way: the caller
-- locks the code's row and looks.
create function app.enter_enrolment(p_code bytea) returns app.entered
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v app.entered;
begin
    select b.business_id, b.name, b.slug, b.country, b.currency, b.time_zone, b.language,
           b.day_starts_at, m.member_id, m.user_id, m.role, m.name
      into v.business_id, v.name, v.slug, v.country, v.currency, v.time_zone, v.language,
           v.day_starts_at, v.member_id, v.user_id, v.role, v.member_name
      from app.device_code_digest l
      join app.device_code c on c.business_id = l.business_id and c.code_id = l.code_id
                            and c.expires_at > now()
      join app.business b on b.business_id = c.business_id and b.retired_at is null
      join app.member m on m.business_id = c.business_id and m.member_id = c.made_by
                       and m.retired_at is null
     where l.code_digest = p_code;
    if v.business_id is null then v.outcome := 'not_found'; return v; end if;
    perform app.set_scope(v.business_id);
    v.outcome := 'entered';
    return v;
end $$;

-- ---------------------------------------------------------------------------------------------
-- PINs. They open nothing but a till that is enrolled, and their hashes go to tills so that members
-- can take turns without a network: a PIN is never anybody's password. Two members may have the same.

create table app.member_pin (
    business_id bigint      not null references app.business,
    member_id   uuid        not null,
    pin_hash    text        not null constraint member_pin_hash check (pin_hash like '$argon2id$%'),
    set_by      uuid        not null,              -- she herself, or who may do it for her
    set_at      timestamptz not null,
    primary key (business_id, member_id),
    constraint member_pin_member foreign key (business_id, member_id) references app.member,
    constraint member_pin_setter foreign key (business_id, set_by) references app.member
);
call app.own_by_business('app.member_pin');
grant select, insert, update on app.member_pin to dukani_runtime;

-- Wrong PINs of one member at one device. A try is counted, and that is committed, before its PIN is
-- looked at; a right one takes it back.
create table app.pin_try (
    business_id  bigint      not null references app.business,
    device_id    uuid        not null,
    member_id    uuid        not null,
    wrong        integer     not null constraint pin_try_wrong check (wrong >= 0),
    since        timestamptz not null,             -- the first of them
    locked_until timestamptz,                      -- until then no PIN of hers is looked at here
    primary key (business_id, device_id, member_id),
    constraint pin_try_device foreign key (business_id, device_id) references app.device,
    constraint pin_try_member foreign key (business_id, member_id) references app.member
);
call app.own_by_business('app.pin_try');
grant select, insert, update on app.pin_try to dukani_runtime;

-- The same of one device over all members. Its row is locked by each try, so that of a thousand at
-- once each sees those before it.
create table app.device_guard (
    business_id bigint      not null references app.business,
    device_id   uuid        not null,
    wrong       integer     not null constraint device_guard_wrong check (wrong >= 0),
    since       timestamptz not null,
    locked_at   timestamptz,                       -- no PIN is looked at until a manager unlocks it
    primary key (business_id, device_id),
    constraint device_guard_device foreign key (business_id, device_id) references app.device
);
call app.own_by_business('app.device_guard');
grant select, insert, update on app.device_guard to dukani_runtime;

-- Whose turn it is at a device: who typed her PIN there last.
create table app.at_till (
    business_id bigint      not null references app.business,
    device_id   uuid        not null,
    member_id   uuid        not null,
    since       timestamptz not null,
    primary key (business_id, device_id),
    constraint at_till_device foreign key (business_id, device_id) references app.device,
    constraint at_till_member foreign key (business_id, member_id) references app.member
);
call app.own_by_business('app.at_till');
grant select, insert, update, delete on app.at_till to dukani_runtime;

-- A device acts too, where nobody has typed a PIN yet: it says that one was locked out.
alter table app.audit
    drop constraint audit_actor_kind,
    add constraint audit_actor_kind
        check (actor_kind in ('member', 'customer', 'job', 'operator', 'mpesa', 'device'));

-- ---------------------------------------------------------------------------------------------
-- A device's door.

create type app.entered_device as (
    outcome text,                                  -- 'entered', 'no_session', 'revoked', 'no_member'
    business_id bigint, name text, slug text, country text, currency text, time_zone text,
    language text, day_starts_at time, member_id uuid, user_id bigint, role text, member_name text,
    device_id uuid, location_id uuid, series text);

-- With a member: she works there and has a PIN. That she typed it was checked before, here or, without
-- a network, on the device itself.
create function app.enter_device(p_token bytea, p_member uuid) returns app.entered_device
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v app.entered_device;
    v_revoked timestamptz;
begin
    select b.business_id, b.name, b.slug, b.country, b.currency, b.time_zone, b.language,
           b.day_starts_at, d.device_id, d.location_id, d.series, d.revoked_at
      into v.business_id, v.name, v.slug, v.country, v.currency, v.time_zone, v.language,
           v.day_starts_at, v.device_id, v.location_id, v.series, v_revoked
      from app.device_token t
      join app.device d on d.business_id = t.business_id and d.device_id = t.device_id
      join app.business b on b.business_id = d.business_id and b.retired_at is null
     where t.token_digest = p_token;
    if v.business_id is null then v.outcome := 'no_session'; return v; end if;
    if v_revoked is not null then v.outcome := 'revoked'; return v; end if;
    if p_member is not null then
        select m.member_id, m.user_id, m.role, m.name
          into v.member_id, v.user_id, v.role, v.member_name
          from app.member m
          join app.member_pin p on p.business_id = m.business_id and p.member_id = m.member_id
         where m.business_id = v.business_id and m.member_id = p_member and m.retired_at is null;
        if v.member_id is null then v.outcome := 'no_member'; return v; end if;
    end if;
    perform app.set_scope(v.business_id);
    v.outcome := 'entered';
    return v;
end $$;

-- ---------------------------------------------------------------------------------------------

grant select, insert on app.device_token, app.device_code_digest to dukani_definer;
grant select on app.device_token, app.device_code_digest to dukani_backup;

do $$
declare
    f text;
begin
    foreach f in array array[
        'app.keep_device_code(bytea, uuid)', 'app.device_code_behind(bytea)',
        'app.enter_enrolment(bytea)', 'app.enter_device(bytea, uuid)'] loop
        execute format('alter function %s owner to dukani_definer', f);
        execute format('revoke all on function %s from public', f);
        execute format('grant execute on function %s to dukani_runtime', f);
    end loop;
end $$;
