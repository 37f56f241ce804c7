-- Where goods are, in which batch, what they cost, and every document that moves them.
--
-- One movement log is the truth. In the transaction of each movement the level, the cost layers and
-- the books follow it: movements add up to levels, layers to value, value to the inventory account.

-- How a business counts and values its goods.
alter table app.business
    -- What goods that leave had cost: the oldest first, or the average of all that is there.
    add column costing text not null default 'fifo'
        constraint business_costing check (costing in ('fifo', 'average')),
    -- Selling more than the books say is there: never; only when the seller has seen what is left and
    -- says so; or always. Web orders are never promised more than there is, whatever stands here.
    add column below_zero text not null default 'block'
        constraint business_below_zero check (below_zero in ('block', 'warn', 'allow')),
    -- Selling what has expired: never, or only when the seller says so.
    add column expired_goods text not null default 'block'
        constraint business_expired_goods check (expired_goods in ('block', 'warn')),
    -- Whether tax on purchases is claimed back: if not, it is part of what goods cost.
    add column reclaims_tax boolean not null default false;

-- Accounts that postings look for from now on, for businesses that are there already. A new business
-- opens all of them (src/ledger/account.rs). An owner who gave one of these numbers to an account of
-- her own keeps it: ours takes the next free number.
alter table app.account no force row level security;
alter table app.business no force row level security;
do $$
declare
    b record;
    a record;
    v_number integer;
begin
    for b in select business_id from app.business loop
        for a in select * from (values
            ('goods_in_transit', 1220, 'Goods between locations', 'asset'),
            ('receivables', 1310, 'Customers'' accounts', 'asset'),
            ('tax_input', 1350, 'VAT on purchases', 'asset'),
            ('payables', 2110, 'Suppliers', 'liability'),
            ('goods_received', 2120, 'Goods received, not billed', 'liability'),
            ('drawings', 3200, 'Owner''s drawings', 'equity'),
            ('purchase_differences', 5160, 'Purchase differences', 'expense'))
            as v (role, number, name, kind)
        loop
            v_number := a.number;
            while exists (select 1 from app.account
                           where business_id = b.business_id and number = v_number::text) loop
                v_number := v_number + 1;
            end loop;
            insert into app.account (business_id, account_id, number, name, kind, role)
                values (b.business_id, gen_random_uuid(), v_number::text, a.name, a.kind, a.role)
                on conflict do nothing;
        end loop;
    end loop;
end $$;
alter table app.business force row level security;
alter table app.account force row level security;

-- A lot of one product: what the supplier printed on it, and until when it keeps.
create table app.batch (
    business_id bigint      not null references app.business,
    batch_id    uuid        not null,
    product_id  uuid        not null,
    number      text        not null constraint batch_number_length check (length(number) between 1 and 60),
    supplier_id uuid,                              -- who brought it; see 0014
    expires_on  date,                              -- the last day it may be sold; null: it keeps
    received_on date        not null,
    made_at     timestamptz not null default now(),
    primary key (business_id, batch_id),
    constraint batch_number_once unique (business_id, product_id, number),
    constraint batch_of_product unique (business_id, product_id, batch_id),  -- what a layer points at
    constraint batch_fresh_when_received check (expires_on is null or expires_on >= received_on),
    constraint batch_product foreign key (business_id, product_id) references app.product
);
create index batch_by_expiry on app.batch (business_id, expires_on) where expires_on is not null;
call app.own_by_business('app.batch');
grant select, insert, update on app.batch to dukani_runtime;

-- A level says when to buy, and what was sold although it was not there.
alter table app.stock_level
    add column minimum_milli bigint constraint stock_level_minimum check (minimum_milli >= 0),  -- below it: look here
    add column reorder_milli bigint constraint stock_level_reorder check (reorder_milli >= 0),  -- at or below it: buy
    add column short_milli   bigint not null default 0
        constraint stock_level_short check (short_milli >= 0);   -- sold beyond what was on hand, not yet covered
create index stock_level_at_location on app.stock_level (business_id, location_id, product_id);
create index stock_level_to_reorder on app.stock_level (business_id, location_id, product_id)
    where reorder_milli is not null and on_hand_milli - reserved_milli <= reorder_milli;
create index stock_level_below_minimum on app.stock_level (business_id, location_id, product_id)
    where minimum_milli is not null and on_hand_milli - reserved_milli < minimum_milli;
create index stock_level_short on app.stock_level (business_id, product_id) where short_milli > 0;

alter table app.stock_movement
    drop constraint stock_movement_kind,
    drop constraint stock_movement_not_zero,
    drop constraint stock_movement_signs,
    drop constraint stock_movement_once,
    add constraint stock_movement_kind check (kind in (
        'opening',         -- there when the books opened
        'hand_over',       -- an order, in its customer's hand
        'adjustment',      -- found, lost, spoilt, used by the owner
        'count',           -- what a stock take found to be otherwise
        'sale',            -- over the counter
        'sale_return',     -- brought back by a customer
        'receipt',         -- from a supplier
        'supplier_return', -- back to a supplier
        'transfer_out', 'transfer_in',
        'cover',           -- goods that came in and had been sold before they were there
        'revaluation')),   -- no goods: what they are worth changed
    add constraint stock_movement_not_zero check ((quantity_milli = 0) = (kind = 'revaluation')),
    add constraint stock_movement_signs check (value_minor = 0 or quantity_milli = 0
                                               or sign(value_minor) = sign(quantity_milli)),
    -- A kit moves each of its parts on one line.
    add constraint stock_movement_once unique (business_id, source_kind, source_id, source_line, kind, product_id);
create index stock_movement_newest on app.stock_movement (business_id, recorded_at desc, movement_id);
create index stock_movement_at_location on app.stock_movement (business_id, location_id, recorded_at desc, movement_id);
create index stock_movement_by_member on app.stock_movement (business_id, member_id, recorded_at desc, movement_id);
-- What sells, and how fast: for what should be ordered.
create index stock_movement_sold on app.stock_movement (business_id, location_id, recorded_at)
    include (product_id, quantity_milli) where kind in ('sale', 'hand_over');
create index stock_movement_of_kind on app.stock_movement (business_id, kind, recorded_at desc, movement_id);

-- One movement may bring several layers: goods of two batches in one transfer.
alter table app.cost_layer no force row level security;
alter table app.cost_layer
    add column movement_id uuid,
    add column batch_id    uuid,
    drop column batch_number,
    drop constraint cost_layer_movement,
    drop constraint cost_layer_left_value;
update app.cost_layer set movement_id = layer_id;
alter table app.cost_layer
    alter column movement_id set not null,
    add constraint cost_layer_movement foreign key (business_id, movement_id) references app.stock_movement,
    add constraint cost_layer_batch foreign key (business_id, product_id, batch_id)
        references app.batch (business_id, product_id, batch_id),
    -- Under average cost, and by revaluation, what is left may be worth more than it cost.
    add constraint cost_layer_left_value check (left_value_minor >= 0);
alter table app.cost_layer force row level security;
create index cost_layer_of_movement on app.cost_layer (business_id, movement_id);
create index cost_layer_of_batch on app.cost_layer (business_id, batch_id) where batch_id is not null;
-- What spoils first, of what is there.
create index cost_layer_expiring on app.cost_layer (business_id, expires_on, product_id)
    where left_milli > 0 and expires_on is not null;
create index cost_layer_spoiling on app.cost_layer (business_id, product_id, location_id, expires_on)
    where left_milli > 0 and expires_on is not null;
grant update (expires_on) on app.cost_layer to dukani_runtime;

-- Goods sold that the books did not have: nothing has moved yet. Goods that come in cover the oldest
-- of these first, and only then raise the level; their cost is posted at that moment.
create table app.stock_shortfall (
    business_id    bigint      not null,
    shortfall_id   uuid        not null,
    product_id     uuid        not null,
    location_id    uuid        not null,
    source_kind    text        not null,
    source_id      uuid        not null,
    source_line    integer     not null,
    quantity_milli bigint      not null constraint stock_shortfall_positive check (quantity_milli > 0),
    left_milli     bigint      not null,
    covers         integer     not null default 0, -- how many times it was covered in part
    occurred_at    timestamptz not null,
    member_id      uuid,
    primary key (business_id, shortfall_id),
    constraint stock_shortfall_once unique (business_id, source_kind, source_id, source_line, product_id),
    constraint stock_shortfall_left check (left_milli between 0 and quantity_milli),
    constraint stock_shortfall_product foreign key (business_id, product_id) references app.product,
    constraint stock_shortfall_location foreign key (business_id, location_id) references app.location,
    constraint stock_shortfall_member foreign key (business_id, member_id) references app.member
);
create index stock_shortfall_open on app.stock_shortfall (business_id, product_id, location_id, occurred_at, shortfall_id)
    where left_milli > 0;
call app.own_by_business('app.stock_shortfall');
grant select, insert on app.stock_shortfall to dukani_runtime;
grant update (left_milli, covers) on app.stock_shortfall to dukani_runtime;

-- Stock that changed for a reason that is no trade.
create table app.adjustment (
    business_id    bigint      not null references app.business,
    adjustment_id  uuid        not null,           -- made with the form: the same act twice is one
    number         bigint      not null,           -- from the series 'adjustment'
    request_digest bytea,                          -- of what was submitted; null where a page's own count is meant
    location_id    uuid        not null,
    reason         text        not null constraint adjustment_reason check (reason in
                   ('counted', 'found', 'damage', 'theft', 'expired', 'own_use', 'other', 'revaluation')),
    note           text        not null default '' constraint adjustment_note_length check (length(note) <= 300),
    value_minor    bigint      not null,           -- what it did to the value of stock
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null default now(),
    business_date  date        not null,
    member_id      uuid,
    primary key (business_id, adjustment_id),
    constraint adjustment_number_once unique (business_id, number),
    constraint adjustment_says_what check (reason <> 'other' or note <> ''),
    constraint adjustment_location foreign key (business_id, location_id) references app.location,
    constraint adjustment_member foreign key (business_id, member_id) references app.member
);
create index adjustment_newest on app.adjustment (business_id, occurred_at desc, adjustment_id);
call app.own_by_business('app.adjustment');
call app.append_only('app.adjustment');
grant select, insert on app.adjustment to dukani_runtime;

create table app.adjustment_line (
    business_id    bigint  not null,
    adjustment_id  uuid    not null,
    line_no        integer not null,
    product_id     uuid    not null,
    batch_id       uuid,
    quantity_milli bigint  not null,               -- found +, gone -; zero where only the value changed
    value_minor    bigint  not null,
    primary key (business_id, adjustment_id, line_no),
    constraint adjustment_line_adjustment foreign key (business_id, adjustment_id) references app.adjustment,
    constraint adjustment_line_product foreign key (business_id, product_id) references app.product,
    constraint adjustment_line_batch foreign key (business_id, product_id, batch_id)
        references app.batch (business_id, product_id, batch_id),
    constraint adjustment_line_not_nothing check (quantity_milli <> 0 or value_minor <> 0)
);
create index adjustment_line_of_product on app.adjustment_line (business_id, product_id);
call app.own_by_business('app.adjustment_line');
call app.append_only('app.adjustment_line');
grant select, insert on app.adjustment_line to dukani_runtime;

-- Goods that go from one location to another. What is under way is in neither level; its value stands
-- in an account of its own.
create table app.transfer (
    business_id      bigint      not null references app.business,
    transfer_id      uuid        not null,
    number           bigint      not null,         -- from the series 'transfer'
    from_location_id uuid        not null,
    to_location_id   uuid        not null,
    state            text        not null default 'pending' constraint transfer_state
                     check (state in ('pending', 'in_transit', 'completed', 'cancelled')),
    note             text        not null default '' constraint transfer_note_length check (length(note) <= 300),
    sent_minor       bigint      not null default 0,   -- value that left
    arrived_minor    bigint      not null default 0,   -- value that came; the rest was lost on the way
    made_at          timestamptz not null,
    sent_at          timestamptz,
    ended_at         timestamptz,
    business_date    date        not null,
    made_by          uuid,
    sent_by          uuid,
    ended_by         uuid,
    revision         integer     not null default 1,
    primary key (business_id, transfer_id),
    constraint transfer_number_once unique (business_id, number),
    constraint transfer_two_places check (from_location_id <> to_location_id),
    constraint transfer_sent check (sent_at is null or state <> 'pending'),
    constraint transfer_from foreign key (business_id, from_location_id) references app.location,
    constraint transfer_to foreign key (business_id, to_location_id) references app.location,
    constraint transfer_made_by foreign key (business_id, made_by) references app.member,
    constraint transfer_sent_by foreign key (business_id, sent_by) references app.member,
    constraint transfer_ended_by foreign key (business_id, ended_by) references app.member
);
create index transfer_by_state on app.transfer (business_id, state, made_at desc);
call app.own_by_business('app.transfer');
grant select, insert, update on app.transfer to dukani_runtime;

create table app.transfer_line (
    business_id    bigint  not null,
    transfer_id    uuid    not null,
    line_no        integer not null,
    product_id     uuid    not null,
    batch_id       uuid,                           -- a named batch, or what spoils first
    quantity_milli bigint  not null constraint transfer_line_positive check (quantity_milli > 0),  -- asked for
    sent_milli     bigint,
    arrived_milli  bigint,
    primary key (business_id, transfer_id, line_no),
    constraint transfer_line_sent check (sent_milli >= 0),
    constraint transfer_line_arrived check (arrived_milli between 0 and sent_milli),
    constraint transfer_line_transfer foreign key (business_id, transfer_id) references app.transfer,
    constraint transfer_line_product foreign key (business_id, product_id) references app.product,
    constraint transfer_line_batch foreign key (business_id, product_id, batch_id)
        references app.batch (business_id, product_id, batch_id)
);
create index transfer_line_of_product on app.transfer_line (business_id, product_id);
call app.own_by_business('app.transfer_line');
-- A pending transfer's lines may still be changed.
grant select, insert, update, delete on app.transfer_line to dukani_runtime;

-- What of which layer is under way: it arrives with the cost, the age and the batch that it left with.
create table app.transfer_part (
    business_id    bigint      not null,
    transfer_id    uuid        not null,
    line_no        integer     not null,
    part_no        integer     not null,
    batch_id       uuid,
    expires_on     date,
    received_at    timestamptz not null,
    quantity_milli bigint      not null constraint transfer_part_positive check (quantity_milli > 0),
    value_minor    bigint      not null constraint transfer_part_value check (value_minor >= 0),
    primary key (business_id, transfer_id, line_no, part_no),
    constraint transfer_part_line foreign key (business_id, transfer_id, line_no) references app.transfer_line
);
call app.own_by_business('app.transfer_part');
call app.append_only('app.transfer_part');
grant select, insert on app.transfer_part to dukani_runtime;

-- A count of what is really there, of a location or of one category in it. Several people count at
-- once, each with a phone, while selling goes on.
create table app.stock_take (
    business_id   bigint      not null references app.business,
    take_id       uuid        not null,
    number        bigint      not null,            -- from the series 'stock_take'
    name          text        not null default '' constraint stock_take_name_length check (length(name) <= 80),
    location_id   uuid        not null,
    category_id   uuid,                            -- null: everything there
    is_blind      boolean     not null default true,   -- counters do not see what the books say
    state         text        not null default 'open' constraint stock_take_state
                  check (state in ('open', 'done', 'cancelled')),
    value_minor   bigint      not null default 0,  -- what it did to the value of stock
    opened_at     timestamptz not null,
    ended_at      timestamptz,
    business_date date        not null,
    opened_by     uuid,
    ended_by      uuid,
    primary key (business_id, take_id),
    constraint stock_take_number_once unique (business_id, number),
    constraint stock_take_ended check ((state = 'open') = (ended_at is null)),
    constraint stock_take_location foreign key (business_id, location_id) references app.location,
    constraint stock_take_category foreign key (business_id, category_id) references app.category,
    constraint stock_take_opened_by foreign key (business_id, opened_by) references app.member,
    constraint stock_take_ended_by foreign key (business_id, ended_by) references app.member
);
create index stock_take_newest on app.stock_take (business_id, opened_at desc, take_id);
call app.own_by_business('app.stock_take');
grant select, insert, update on app.stock_take to dukani_runtime;

-- One product of a count. `book_milli` is what the books said at the instant it was counted, read under
-- the lock that every movement takes: whatever is sold later changes both sides alike.
create table app.stock_take_line (
    business_id   bigint      not null,
    take_id       uuid        not null,
    product_id    uuid        not null,
    counted_milli bigint      not null constraint stock_take_line_counted check (counted_milli >= 0),
    book_milli    bigint      not null,            -- on hand less what was short, then
    counted_at    timestamptz not null,
    member_id     uuid,                            -- who counted it last
    counts        integer     not null default 1,  -- how often it was counted or added to
    revision      integer     not null default 1,
    primary key (business_id, take_id, product_id),
    constraint stock_take_line_take foreign key (business_id, take_id) references app.stock_take,
    constraint stock_take_line_product foreign key (business_id, product_id) references app.product,
    constraint stock_take_line_member foreign key (business_id, member_id) references app.member
);
call app.own_by_business('app.stock_take_line');
grant select, insert, update, delete on app.stock_take_line to dukani_runtime;

-- Every count as it was made, once each: who, what, when. Never changed.
create table app.stock_take_count (
    business_id   bigint      not null,
    take_id       uuid        not null,
    count_id      uuid        not null,            -- made with the form, or by the phone: sent twice, it is one
    product_id    uuid        not null,
    mode          text        not null constraint stock_take_count_mode check (mode in ('set', 'add')),
    counted_milli bigint      not null constraint stock_take_count_counted check (counted_milli >= 0),
    book_milli    bigint      not null,
    at            timestamptz not null,
    member_id     uuid,
    primary key (business_id, take_id, count_id),
    constraint stock_take_count_take foreign key (business_id, take_id) references app.stock_take,
    constraint stock_take_count_product foreign key (business_id, product_id) references app.product,
    constraint stock_take_count_member foreign key (business_id, member_id) references app.member
);
create index stock_take_count_of_product on app.stock_take_count (business_id, take_id, product_id, at);
call app.own_by_business('app.stock_take_count');
call app.append_only('app.stock_take_count');
grant select, insert on app.stock_take_count to dukani_runtime;
