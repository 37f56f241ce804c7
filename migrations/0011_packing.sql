-- Orders for the people who pack them: what is taken off an order before it is handed over, notes
-- among members, and views of the list of orders that somebody keeps under a name.

-- Part of an order that will not happen: a thing is not on the shelf, or the customer thought again.
-- The order's line keeps what was ordered for ever; what was taken off it is written here, one act a
-- row, and never changed. The order's own totals are always those of what remains.
create table app.order_cancellation (
    business_id     bigint      not null,
    cancellation_id uuid        not null,          -- made with the form: the same act twice is one
    order_id        uuid        not null,
    request_digest  bytea       not null,          -- of what was asked: the same id with another body is refused
    reason          text        not null constraint order_cancellation_reason
                    check (reason in ('short', 'damaged', 'customer', 'other')),
    note            text        not null default '' constraint order_cancellation_note_length
                    check (length(note) <= 300),   -- said to the customer
    -- Nothing was left: the order itself was called off. Its totals stay as they were before.
    is_whole        boolean     not null default false,
    -- How this changed the line that rounds the total: its own lines are goods only.
    rounding_minor  bigint      not null default 0,
    total_before_minor bigint   not null,
    total_after_minor  bigint   not null,
    -- What had been paid above the new total, and is owed back since.
    refund_minor    bigint      not null default 0 constraint order_cancellation_refund_not_negative
                    check (refund_minor >= 0),
    -- Tax that the books had shown already and gave back.
    tax_back_minor  bigint      not null default 0,
    at              timestamptz not null,
    member_id       uuid,
    primary key (business_id, cancellation_id),
    constraint order_cancellation_not_dearer check (total_after_minor between 0 and total_before_minor),
    constraint order_cancellation_order foreign key (business_id, order_id) references app.order,
    constraint order_cancellation_member foreign key (business_id, member_id) references app.member
);
create index order_cancellation_of_order on app.order_cancellation (business_id, order_id, at);
call app.own_by_business('app.order_cancellation');
call app.append_only('app.order_cancellation');
grant select, insert on app.order_cancellation to dukani_runtime;

-- What one act took off one line: how much, its price, and the tax inside that.
create table app.order_cancellation_line (
    business_id     bigint  not null,
    cancellation_id uuid    not null,
    order_id        uuid    not null,
    line_no         integer not null,
    quantity_milli  bigint  not null constraint order_cancellation_line_positive check (quantity_milli > 0),
    amount_minor    bigint  not null constraint order_cancellation_line_amount check (amount_minor >= 0),
    tax_minor       bigint  not null constraint order_cancellation_line_tax check (tax_minor >= 0),
    released_milli  bigint  not null constraint order_cancellation_line_released
                    check (released_milli between 0 and quantity_milli),  -- of it, what was reserved and went back on sale
    primary key (business_id, cancellation_id, line_no),
    constraint order_cancellation_line_act foreign key (business_id, cancellation_id)
        references app.order_cancellation,
    constraint order_cancellation_line_line foreign key (business_id, order_id, line_no)
        references app.order_line
);
create index order_cancellation_line_of_line on app.order_cancellation_line (business_id, order_id, line_no);
call app.own_by_business('app.order_cancellation_line');
call app.append_only('app.order_cancellation_line');
grant select, insert on app.order_cancellation_line to dukani_runtime;

-- The sums of the above, on the line itself, so that who packs reads one row. `quantity_milli` and
-- `amount_minor` stay what was ordered.
alter table app.order_line
    add column cancelled_milli bigint not null default 0,
    add column cancelled_minor bigint not null default 0,
    add constraint order_line_cancelled_within
        check (cancelled_milli between 0 and quantity_milli
               and (cancelled_milli = 0 or (kind = 'goods' and cancelled_minor between 0 and amount_minor))
               and (cancelled_milli > 0 or cancelled_minor = 0)),
    add constraint order_line_held_of_what_remains check (held_milli <= quantity_milli - cancelled_milli);
grant update (cancelled_milli, cancelled_minor) on app.order_line to dukani_runtime;

-- What members tell each other about an order. The customer never sees it. A note stays as it was
-- written: who errs writes another.
create table app.order_note (
    business_id bigint      not null,
    note_id     uuid        not null,              -- made with the form: sent twice, it is one note
    order_id    uuid        not null,
    at          timestamptz not null,
    words       text        not null constraint order_note_length check (length(words) between 1 and 1000),
    member_id   uuid,
    primary key (business_id, note_id),
    constraint order_note_order foreign key (business_id, order_id) references app.order,
    constraint order_note_member foreign key (business_id, member_id) references app.member
);
create index order_note_of_order on app.order_note (business_id, order_id, at);
call app.own_by_business('app.order_note');
call app.append_only('app.order_note');
grant select, insert on app.order_note to dukani_runtime;

-- Filters of the list of orders that somebody keeps under a name: for herself, or for everybody who
-- works in the business. Not a document: who made it may throw it away.
create table app.order_view (
    business_id bigint      not null,
    view_id     uuid        not null,
    member_id   uuid        not null,              -- who made it
    name        text        not null constraint order_view_name_length check (length(name) between 1 and 40),
    query       text        not null constraint order_view_query_length check (length(query) <= 600),
    is_shared   boolean     not null default false,
    made_at     timestamptz not null,
    primary key (business_id, view_id),
    constraint order_view_name_once unique (business_id, member_id, name),
    constraint order_view_member foreign key (business_id, member_id) references app.member
);
call app.own_by_business('app.order_view');
grant select, insert, delete on app.order_view to dukani_runtime;

-- The list asks which prompts of an order wait for a person.
create index mpesa_attempt_to_look_at on app.mpesa_attempt (business_id, order_id)
    where state in ('review', 'unknown');
-- Packers read the oldest first.
create index order_oldest_open on app.order (business_id, placed_at, order_id)
    where state in ('pending', 'ready', 'shipped');
