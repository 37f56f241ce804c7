-- What tills and the books tell each other: what happened at a till comes in once, with a note of what a
-- manager must look at; what a till has to know goes out by difference.

-- ---------------------------------------------------------------------------------------------
-- The door of what has happened. Whoever rang it up may have been let go since, or have lost her PIN: it
-- happened all the same. A device that was revoked is out.

create function app.enter_sync(p_token bytea, p_member uuid) returns app.entered_device
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v app.entered_device;
begin
    v := app.enter_device(p_token, null);
    if v.outcome <> 'entered' then return v; end if;
    select m.member_id, m.user_id, m.role, m.name
      into v.member_id, v.user_id, v.role, v.member_name
      from app.member m where m.business_id = v.business_id and m.member_id = p_member;
    if v.member_id is null then v.outcome := 'not_found'; end if;
    return v;
end $$;
alter function app.enter_sync(bytea, uuid) owner to dukani_definer;
revoke all on function app.enter_sync(bytea, uuid) from public;
grant execute on function app.enter_sync(bytea, uuid) to dukani_runtime;

-- ---------------------------------------------------------------------------------------------
-- A sale that was void from the start is kept, and everything of it is taken back by one document.

alter table app.sale
    add column void boolean not null default false,  -- takes back a sale that was a mistake; the note says why
    add constraint sale_void_takes_back check (not void or kind = 'refund');

-- ---------------------------------------------------------------------------------------------
-- A customer that a till wrote down, perhaps without a network: which one of ours she is. Another till
-- may have written the same phone number down under another id.

create table app.till_customer (
    business_id    bigint      not null references app.business,
    event_id       uuid        not null,           -- the till's own id of her
    request_digest bytea       not null,           -- the same id with another body is refused
    customer_id    uuid        not null,
    device_id      uuid        not null,
    recorded_at    timestamptz not null,
    primary key (business_id, event_id),
    constraint till_customer_customer foreign key (business_id, customer_id) references app.customer,
    constraint till_customer_device foreign key (business_id, device_id) references app.device
);
call app.own_by_business('app.till_customer');
call app.append_only('app.till_customer');
grant select, insert on app.till_customer to dukani_runtime;

-- ---------------------------------------------------------------------------------------------
-- Something about what a till told us that a manager must look at. What happened is recorded whatever it
-- was; only what can never be right is refused, and that is noted as well.

create table app.till_flag (
    business_id bigint      not null references app.business,
    flag_id     uuid        not null,
    event_id    uuid        not null,              -- the till's event
    code        text        not null constraint till_flag_code check (code in (
        'clock',        -- the till's clock was off, or it kept this for long
        'month',        -- the books of its month are closed: it is in the books of today
        'place',        -- its location was closed meanwhile
        'member',       -- whoever rang it up was let go meanwhile
        'power',        -- her role does not allow it
        'customer',     -- the customer is not one any more
        'goods',        -- a product was retired or changed meanwhile
        'price',        -- cheaper than the price that is known here
        'discount',     -- more was given away than a cashier may
        'below_cost',   -- for less than it had cost
        'stock',        -- more than was on the shelf
        'expired',      -- what was on the shelf had expired
        'credit',       -- beyond what the customer may owe
        'receipt',      -- a payment's reference was used before, or M-Pesa's code is missing
        'total',        -- rounded otherwise than here
        'number',       -- its number was used before, or some are missing before it
        'shift',        -- its shift is not known
        'till',         -- sent by another till than the one it happened at
        'refused')),    -- not recorded: it can never be right
    reasons     jsonb       not null,              -- data, not sentences: each reader's language tells it
    device_id   uuid        not null,              -- the till that told it
    member_id   uuid,                              -- whoever rang it up
    sale_id     uuid,                              -- the sale or refund that it is about, if it is about one
    occurred_at timestamptz not null,
    raised_at   timestamptz not null,
    resolved_at timestamptz,
    resolved_by uuid,
    note        text        not null default '' constraint till_flag_note_length check (length(note) <= 300),
    primary key (business_id, flag_id),
    constraint till_flag_once unique (business_id, event_id, code),
    constraint till_flag_resolved check ((resolved_at is null) = (resolved_by is null)),
    constraint till_flag_device foreign key (business_id, device_id) references app.device,
    constraint till_flag_member foreign key (business_id, member_id) references app.member,
    constraint till_flag_sale foreign key (business_id, sale_id) references app.sale,
    constraint till_flag_resolver foreign key (business_id, resolved_by) references app.member
);
create index till_flag_open on app.till_flag (business_id, raised_at desc, flag_id) where resolved_at is null;
create index till_flag_newest on app.till_flag (business_id, raised_at desc, flag_id);
call app.own_by_business('app.till_flag');
grant select, insert on app.till_flag to dukani_runtime;
grant update (resolved_at, resolved_by, note) on app.till_flag to dukani_runtime;

-- ---------------------------------------------------------------------------------------------
-- What tills have to know anew: one row for each thing, with the number of the last transaction that
-- changed it. A till asks for what was changed by transactions that its last answer could not have seen:
-- those from the oldest on that was still under way then. So nothing is missed that was committed late,
-- and no clock is asked. Numbers mean something in this very cluster only: the till's cursor names it.
--
-- Triggers keep it, in the transaction of the change. A migration that changes such rows itself lifts the
-- force of this table as well.

create table app.till_change (
    business_id bigint not null references app.business,
    kind        text   not null constraint till_change_kind
                check (kind in ('category', 'customer', 'member', 'product', 'settings', 'stock', 'tax')),
    id          uuid   not null,                   -- all zeros: the settings
    place       uuid   not null default '00000000-0000-0000-0000-000000000000',  -- stock: at which location
    xid         bigint not null,
    primary key (business_id, kind, id, place)
);
create index till_change_since on app.till_change (business_id, xid);

alter table app.business no force row level security;
alter table app.category no force row level security;
alter table app.customer no force row level security;
alter table app.member no force row level security;
alter table app.product no force row level security;
alter table app.stock_level no force row level security;
alter table app.tax_class no force row level security;
insert into app.till_change (business_id, kind, id, place, xid)
    select v.business_id, v.kind, v.id, v.place, pg_current_xact_id()::text::bigint
      from (select business_id, 'settings' as kind, '00000000-0000-0000-0000-000000000000'::uuid as id,
                   '00000000-0000-0000-0000-000000000000'::uuid as place from app.business
            union all select business_id, 'category', category_id, '00000000-0000-0000-0000-000000000000' from app.category
            union all select business_id, 'customer', customer_id, '00000000-0000-0000-0000-000000000000' from app.customer
            union all select business_id, 'member', member_id, '00000000-0000-0000-0000-000000000000' from app.member
            union all select business_id, 'product', product_id, '00000000-0000-0000-0000-000000000000' from app.product
            union all select business_id, 'stock', product_id, location_id from app.stock_level
            union all select business_id, 'tax', tax_class_id, '00000000-0000-0000-0000-000000000000' from app.tax_class) v;
alter table app.tax_class force row level security;
alter table app.stock_level force row level security;
alter table app.product force row level security;
alter table app.member force row level security;
alter table app.customer force row level security;
alter table app.category force row level security;
alter table app.business force row level security;
call app.own_by_business('app.till_change');
grant select, insert, update on app.till_change to dukani_runtime;

-- Things by their own id: the kind, and the column that holds it.
create function app.tills_know_anew() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    execute format(
        'insert into app.till_change as c (business_id, kind, id, xid)
         select f.business_id, %L, f.id, pg_current_xact_id()::text::bigint
           from (select distinct business_id, %I as id from fresh) f order by f.id
             on conflict (business_id, kind, id, place) do update set xid = excluded.xid
          where c.xid <> excluded.xid', tg_argv[0], tg_argv[1]);
    return null;
end $$;

-- Levels change with every sale: without a statement that is put together anew.
create function app.tills_know_stock_anew() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into app.till_change as c (business_id, kind, id, place, xid)
        select business_id, 'stock', product_id, location_id, pg_current_xact_id()::text::bigint
          from fresh order by product_id, location_id
            on conflict (business_id, kind, id, place) do update set xid = excluded.xid
         where c.xid <> excluded.xid;
    return null;
end $$;

-- What a business says of itself is one thing.
create function app.tills_know_settings_anew() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into app.till_change as c (business_id, kind, id, xid)
        select distinct business_id, 'settings', '00000000-0000-0000-0000-000000000000'::uuid,
               pg_current_xact_id()::text::bigint
          from fresh
            on conflict (business_id, kind, id, place) do update set xid = excluded.xid
         where c.xid <> excluded.xid;
    return null;
end $$;
revoke all on function app.tills_know_anew(), app.tills_know_stock_anew(), app.tills_know_settings_anew()
    from public;

do $$
declare
    t record;
begin
    for t in select * from (values
        ('product', 'product', 'product_id', 'insert update'),
        ('barcode', 'product', 'product_id', 'insert update delete'),
        ('pack', 'product', 'product_id', 'insert update'),
        ('price', 'product', 'product_id', 'insert'),
        ('category', 'category', 'category_id', 'insert update'),
        ('customer', 'customer', 'customer_id', 'insert update'),
        ('customer_account', 'customer', 'customer_id', 'insert update'),
        ('member', 'member', 'member_id', 'insert update'),
        ('member_pin', 'member', 'member_id', 'insert update'),
        ('tax_class', 'tax', 'tax_class_id', 'insert update'),
        ('tax_rate', 'tax', 'tax_class_id', 'insert update delete'),
        ('stock_level', 'stock', null, 'insert update'),
        ('business', 'settings', null, 'insert update'),
        ('location', 'settings', null, 'insert update'),
        ('price_list', 'settings', null, 'insert update'),
        ('scale_format', 'settings', null, 'insert update delete'))
        as v (source, kind, id, events),
        lateral unnest(string_to_array(v.events, ' ')) as event
    loop
        execute format(
            'create trigger tills_know_of_%s after %s on app.%I referencing %s table as fresh
                 for each statement execute function %s',
            t.event, t.event, t.source, case t.event when 'delete' then 'old' else 'new' end,
            case t.kind
                when 'stock' then 'app.tills_know_stock_anew()'
                when 'settings' then 'app.tills_know_settings_anew()'
                else format('app.tills_know_anew(%L, %L)', t.kind, t.id)
            end);
    end loop;
end $$;
