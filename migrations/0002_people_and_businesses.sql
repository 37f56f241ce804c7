-- Who signs in, and which businesses there are.
--
-- Directories are read before any business is entered (a phone number, a session, a host name), so
-- they have no row security and no grant to the runtime role: only the definer functions at the end
-- of this file read them, and each returns the least that its caller needs.

-- A login. One person may work in many businesses: the login is global, membership is not.
create table app.user (
    user_id       bigint      generated always as identity primary key,
    name          text        not null constraint user_name_length check (length(name) between 1 and 120),
    phone         text        constraint user_phone_e164 check (phone ~ '^\+[1-9][0-9]{7,14}$'),
    email         text        constraint user_email_lower check (email = lower(email) and email like '%_@_%'),
    password_hash text        not null,            -- argon2id, PHC string
    created_at    timestamptz not null default now(),
    password_changed_at timestamptz not null default now(),
    retired_at    timestamptz,                     -- a retired login still holds its phone and e-mail
    constraint user_phone_or_email check (phone is not null or email is not null),
    constraint user_phone_once unique (phone),
    constraint user_email_once unique (email)
);
comment on table app.user is 'directory: logins, found by phone or e-mail before any business is known';

-- A browser that has (or may soon have) signed in. The cookie holds the id; we keep its SHA-256.
create table app.session (
    session_hash bytea       primary key,
    user_id      bigint      references app.user,
    data         jsonb       not null,             -- what tower-sessions keeps: language, notices
    created_at   timestamptz not null default now(),
    seen_at      timestamptz not null default now(),
    expires_at   timestamptz not null,
    user_agent   text
);
create index session_of_user on app.session (user_id);
create index session_expiry on app.session (expires_at);
comment on table app.session is 'directory: sessions, found by digest before any business is known';

-- What a form held when it was refused, until the page has shown it again. Keyed by the browser.
create table app.flash (
    browser_hash bytea       not null,
    form         text        not null,             -- which form, with the document it is about
    content      jsonb       not null constraint flash_small check (pg_column_size(content) < 65536),
    kept_until   timestamptz not null,
    primary key (browser_hash, form)
);
create index flash_expiry on app.flash (kept_until);
comment on table app.flash is 'directory: refused forms, keyed by the digest of the browser''s cookie';

-- Who pays the subscription; owns one or more businesses.
create table app.organization (
    organization_id bigint      generated always as identity primary key,
    name            text        not null,
    owner_user_id   bigint      not null references app.user,
    created_at      timestamptz not null default now()
);
comment on table app.organization is 'directory: owners of businesses';

create sequence app.business_number as bigint;

-- How a business is reached: by the slug in the address, or by a host name of its own.
create table app.business_address (
    address     text   primary key,               -- lower case: 'mama-mboga', or 'shop.example.co.ke'
    kind        text   not null constraint business_address_kind check (kind in ('slug', 'host')),
    business_id bigint not null,
    constraint business_address_form check (
        (kind = 'slug' and address ~ '^[a-z0-9]([a-z0-9-]{1,38}[a-z0-9])$')
        or (kind = 'host' and address ~ '^[a-z0-9.-]{4,253}$' and address like '%.%'))
);
create index business_address_business on app.business_address (business_id);
comment on table app.business_address is 'directory: slugs and host names, unique over all businesses';

-- The tenant: one set of books, one currency, one time zone.
create table app.business (
    business_id     bigint      primary key,
    organization_id bigint      not null,
    name            text        not null constraint business_name_length check (length(name) between 1 and 80),
    slug            text        not null,
    country         text        not null default 'KE' constraint business_country check (country ~ '^[A-Z]{2}$'),
    currency        text        not null default 'KES' constraint business_currency check (currency ~ '^[A-Z]{3}$'),
    time_zone       text        not null default 'Africa/Nairobi',
    language        text        not null default 'en' constraint business_language check (language in ('en', 'sw', 'id')),
    day_starts_at   time        not null default '00:00',  -- a bar's day may start at 04:00
    phone           text,
    tax_pin         text,                          -- KRA PIN, printed on documents
    tax_point       text        not null default 'payment'
                    constraint business_tax_point check (tax_point in ('payment', 'hand_over')),
    rounding_minor  bigint      not null default 100       -- a document's total is rounded to this; 1 = not
                    constraint business_rounding check (rounding_minor in (1, 5, 10, 50, 100)),
    about           text        not null default '',       -- the storefront's own words, plain text
    accent          text        constraint business_accent check (accent ~ '^#[0-9a-f]{6}$'),
    pays_by_mpesa       boolean not null default true,
    pays_on_hand_over   boolean not null default true,     -- pay on delivery, or at pick-up
    storefront_open     boolean not null default true,
    created_at      timestamptz not null default now(),
    retired_at      timestamptz                    -- never deleted: its books stay readable
);
call app.own_by_business('app.business');
grant select, insert, update on app.business to dukani_runtime;

-- A branch or stall where stock is held and sold.
create table app.location (
    business_id  bigint      not null references app.business,
    location_id  uuid        not null,
    name         text        not null constraint location_name_length check (length(name) between 1 and 80),
    branch_code  text        not null default '00',        -- KRA branch office id
    address      text        not null default '',
    phone        text,
    sells_online boolean     not null default true,        -- web orders are packed from its shelves
    offers_pickup boolean    not null default true,
    position     integer     not null default 0,
    retired_at   timestamptz,
    primary key (business_id, location_id)
);
create unique index location_name_once on app.location (business_id, lower(name)) where retired_at is null;
call app.own_by_business('app.location');
grant select, insert, update on app.location to dukani_runtime;

-- A named area (an estate, a stage) that is delivered to, and what that costs.
create table app.delivery_area (
    business_id bigint      not null references app.business,
    area_id     uuid        not null,
    name        text        not null constraint delivery_area_name_length check (length(name) between 1 and 80),
    fee_minor   bigint      not null constraint delivery_area_fee check (fee_minor >= 0),
    position    integer     not null default 0,
    retired_at  timestamptz,
    primary key (business_id, area_id)
);
create unique index delivery_area_name_once on app.delivery_area (business_id, lower(name)) where retired_at is null;
call app.own_by_business('app.delivery_area');
grant select, insert, update on app.delivery_area to dukani_runtime;

-- A user's role in one business.
create table app.member (
    business_id bigint      not null references app.business,
    member_id   uuid        not null,
    user_id     bigint      not null,              -- into the directory of logins: no foreign key across
    name        text        not null,
    role        text        not null constraint member_role check (role in ('owner', 'manager', 'cashier', 'accountant')),
    created_at  timestamptz not null default now(),
    retired_at  timestamptz,
    primary key (business_id, member_id),
    constraint member_once unique (business_id, user_id)   -- retired ones count: they are taken back, not doubled
);
create index member_of_user on app.member (business_id, user_id) where retired_at is null;
call app.own_by_business('app.member');
grant select, insert, update on app.member to dukani_runtime;

-- Numbers a person reads on a document: one counter per series, locked last in its transaction.
create table app.number_series (
    business_id bigint not null references app.business,
    series      text   not null,                   -- 'order', 'journal', later one per till
    next_number bigint not null default 1 constraint number_series_positive check (next_number > 0),
    primary key (business_id, series)
);
call app.own_by_business('app.number_series');
grant select, insert, update on app.number_series to dukani_runtime;

-- Who changed what. The fact is append-only; its personal details stand apart, so that they can be
-- erased while the digest still proves what was written.
create table app.audit (
    business_id  bigint      not null references app.business,
    audit_id     uuid        not null,
    at           timestamptz not null default now(),
    actor_kind   text        not null constraint audit_actor_kind
                 check (actor_kind in ('member', 'customer', 'job', 'operator', 'mpesa')),
    member_id    uuid,
    act          text        not null,             -- 'order.deliver', 'product.reprice'
    subject_kind text        not null,
    subject_id   uuid,
    digest       bytea       not null,             -- sha256(salt || details)
    primary key (business_id, audit_id),
    constraint audit_member foreign key (business_id, member_id) references app.member
);
create index audit_subject on app.audit (business_id, subject_kind, subject_id, at);
call app.own_by_business('app.audit');
call app.append_only('app.audit');
grant select, insert on app.audit to dukani_runtime;

create table app.audit_detail (
    business_id bigint not null,
    audit_id    uuid   not null,
    salt        bytea  not null,
    details     jsonb  not null,
    primary key (business_id, audit_id),
    constraint audit_detail_audit foreign key (business_id, audit_id) references app.audit
);
call app.own_by_business('app.audit_detail');
grant select, insert, delete on app.audit_detail to dukani_runtime;

-- Files are rows, because several processes serve them.
create table app.file (
    business_id  bigint      not null references app.business,
    file_id      uuid        not null,
    content_type text        not null constraint file_content_type check (content_type in ('image/jpeg', 'image/png', 'image/webp')),
    bytes        bytea       not null constraint file_size check (octet_length(bytes) between 1 and 2097152),
    width        integer     not null,
    height       integer     not null,
    created_at   timestamptz not null default now(),
    primary key (business_id, file_id)
);
call app.own_by_business('app.file');
grant select, insert on app.file to dukani_runtime;

-- ---------------------------------------------------------------------------------------------
-- Entering a business. Each function looks the business up itself and sets the scope for the rest
-- of the transaction; no handler ever passes a business id. Call it first after BEGIN.

create type app.entered as (
    outcome text,                                  -- 'entered', 'no_session', 'not_found'
    business_id bigint, name text, slug text, country text, currency text, time_zone text,
    language text, day_starts_at time, member_id uuid, user_id bigint, role text, member_name text);

create function app.set_scope(p_business bigint) returns void
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    execute format('set local app.business_id = %L', p_business::text);
end $$;

create function app.enter_member(p_session bytea, p_slug text) returns app.entered
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v app.entered;
begin
    select s.user_id into v.user_id from app.session s join app.user u on u.user_id = s.user_id
     where s.session_hash = p_session and s.expires_at > now() and u.retired_at is null;
    if v.user_id is null then v.outcome := 'no_session'; return v; end if;
    select b.business_id, b.name, b.slug, b.country, b.currency, b.time_zone, b.language,
           b.day_starts_at, m.member_id, m.role, m.name
      into v.business_id, v.name, v.slug, v.country, v.currency, v.time_zone, v.language,
           v.day_starts_at, v.member_id, v.role, v.member_name
      from app.business_address a
      join app.business b on b.business_id = a.business_id
      join app.member m on m.business_id = b.business_id and m.user_id = v.user_id
                       and m.retired_at is null
     where a.address = p_slug and a.kind = 'slug' and b.retired_at is null;
    if v.business_id is null then v.outcome := 'not_found'; return v; end if;
    perform app.set_scope(v.business_id);
    v.outcome := 'entered';
    return v;
end $$;

-- A customer's door: by slug, or by a host name of the business's own ('@' before it).
create function app.enter_storefront(p_address text) returns app.entered
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v app.entered;
begin
    select b.business_id, b.name, b.slug, b.country, b.currency, b.time_zone, b.language, b.day_starts_at
      into v.business_id, v.name, v.slug, v.country, v.currency, v.time_zone, v.language, v.day_starts_at
      from app.business_address a join app.business b on b.business_id = a.business_id
     where a.address = ltrim(p_address, '@')
       and a.kind = case when left(p_address, 1) = '@' then 'host' else 'slug' end
       and b.retired_at is null;
    if v.business_id is null then v.outcome := 'not_found'; return v; end if;
    perform app.set_scope(v.business_id);
    v.outcome := 'entered';
    return v;
end $$;

-- A command typed by whoever runs the installation. Not granted to the runtime role.
create function app.enter_operator(p_slug text) returns app.entered
    language sql security definer set search_path = pg_catalog, pg_temp
    as $$ select app.enter_storefront(p_slug) $$;

-- A new business: its number and its address, before its row can exist. The caller, now in the new
-- scope, writes the row itself. Answers no row where the session is not valid or the slug is taken.
create function app.enter_new_business(p_session bytea, p_slug text, p_organization text)
    returns table (business_id bigint, organization_id bigint, user_id bigint, user_name text)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    select u.user_id, u.name into user_id, user_name
      from app.session s join app.user u on u.user_id = s.user_id
     where s.session_hash = p_session and s.expires_at > now() and u.retired_at is null;
    if user_id is null then return; end if;
    business_id := nextval('app.business_number');
    insert into app.business_address (address, kind, business_id) values (p_slug, 'slug', business_id)
        on conflict do nothing;
    if not found then return; end if;
    select o.organization_id into organization_id from app.organization o
     where o.owner_user_id = enter_new_business.user_id order by 1 limit 1;
    if organization_id is null then
        insert into app.organization (name, owner_user_id) values (p_organization, user_id)
            returning organization.organization_id into organization_id;
    end if;
    perform app.set_scope(business_id);
    return next;
end $$;

-- ---------------------------------------------------------------------------------------------
-- The directories, seen through keyholes.

-- For a sign-in: the login behind a phone number or an e-mail address.
create function app.find_login(p_identity text) returns table (user_id bigint, password_hash text)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select user_id, password_hash from app.user
     where (phone = p_identity or email = p_identity) and retired_at is null $$;

-- Null when the phone number or e-mail address already has a login.
create function app.sign_up(p_name text, p_phone text, p_email text, p_password_hash text) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_user bigint;
begin
    insert into app.user (name, phone, email, password_hash)
        values (p_name, p_phone, p_email, p_password_hash)
        on conflict do nothing returning user_id into v_user;
    return v_user;
end $$;

-- A new password ends every session of that login. For the operator, and for a rehash at sign-in.
create function app.set_password(p_user bigint, p_password_hash text, p_end_sessions boolean) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update app.user set password_hash = p_password_hash,
           password_changed_at = case when p_end_sessions then now() else password_changed_at end
     where user_id = p_user;
    if p_end_sessions then delete from app.session where user_id = p_user; end if;
end $$;

create function app.session_load(p_hash bytea)
    returns table (user_id bigint, data jsonb, expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select user_id, data, expires_at from app.session where session_hash = p_hash and expires_at > now() $$;

-- False when a session with that digest exists and `p_create` asks for a new one.
create function app.session_save(p_hash bytea, p_user bigint, p_data jsonb, p_expires timestamptz,
                                 p_create boolean) returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if p_create then
        delete from app.session where expires_at < now() - interval '1 day';
        insert into app.session (session_hash, user_id, data, expires_at)
            values (p_hash, p_user, p_data, p_expires) on conflict do nothing;
        return found;
    end if;
    insert into app.session as s (session_hash, user_id, data, expires_at)
        values (p_hash, p_user, p_data, p_expires)
        on conflict (session_hash) do update
            set user_id = excluded.user_id, data = excluded.data, expires_at = excluded.expires_at,
                seen_at = now();
    return true;
end $$;

create function app.session_delete(p_hash bytea) returns void
    language sql security definer set search_path = pg_catalog, pg_temp
    as $$ delete from app.session where session_hash = p_hash $$;

-- Who is signed in, and where she may go.
create function app.who(p_session bytea) returns table (user_id bigint, name text)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select u.user_id, u.name from app.session s join app.user u on u.user_id = s.user_id
     where s.session_hash = p_session and s.expires_at > now() and u.retired_at is null $$;

create function app.businesses_of(p_session bytea) returns table (slug text, name text, role text)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select b.slug, b.name, m.role
      from app.session s
      join app.member m on m.user_id = s.user_id and m.retired_at is null
      join app.business b on b.business_id = m.business_id and b.retired_at is null
     where s.session_hash = p_session and s.expires_at > now()
     order by b.name $$;

-- Every business, for the operator's commands only.
create function app.all_businesses() returns table (business_id bigint, slug text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as $$ select business_id, slug from app.business order by business_id $$;

create function app.add_host(p_slug text, p_host text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into app.business_address (address, kind, business_id)
        select p_host, 'host', a.business_id from app.business_address a
         where a.address = p_slug and a.kind = 'slug'
        on conflict do nothing;
    return found;
end $$;

create function app.flash_put(p_browser bytea, p_form text, p_content jsonb) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from app.flash where kept_until < now();
    insert into app.flash (browser_hash, form, content, kept_until)
        values (p_browser, p_form, p_content, now() + interval '30 minutes')
        on conflict (browser_hash, form) do update
            set content = excluded.content, kept_until = excluded.kept_until;
end $$;

create function app.flash_take(p_browser bytea, p_form text) returns jsonb
    language sql security definer set search_path = pg_catalog, pg_temp as $$
    delete from app.flash where browser_hash = p_browser and form = p_form and kept_until > now()
    returning content $$;

grant select, insert, update, delete on app.user, app.session, app.flash, app.organization,
      app.business_address to dukani_definer;
grant select on app.user, app.organization, app.business_address to dukani_backup;
grant usage on sequence app.business_number to dukani_definer;

do $$
declare
    f regprocedure;
begin
    for f in select p.oid::regprocedure from pg_catalog.pg_proc p
              where p.pronamespace = 'app'::regnamespace and p.prokind = 'f' and p.prosecdef
    loop
        execute format('alter function %s owner to dukani_definer', f);
        execute format('revoke all on function %s from public', f);
        execute format('grant execute on function %s to dukani_runtime', f);
    end loop;
end $$;
revoke all on function app.set_scope(bigint) from public;
grant execute on function app.set_scope(bigint) to dukani_definer;
revoke all on function app.enter_operator(text), app.all_businesses(), app.add_host(text, text) from dukani_runtime;
grant execute on function app.enter_operator(text), app.all_businesses(), app.add_host(text, text) to dukani_owner;
grant execute on function app.find_login(text), app.set_password(bigint, text, boolean), app.set_scope(bigint) to dukani_owner;
