-- Gift vouchers: money that is paid before anybody knows for what. A business owes it to whoever brings the
-- code, until all of it has bought something, or until a manager has paid the rest back.
--
-- After 0030, which says what a payment may be for: here that becomes one thing more.

-- Accounts that postings look for from now on, for businesses that are there already; see 0012.
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
            ('vouchers_short', 1320, 'Vouchers that fell short', 'asset'),
            ('gift_vouchers', 2150, 'Gift vouchers', 'liability'))
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

alter table app.business
    -- How many days a voucher is good for that is sold from now on. Empty: for ever.
    add column voucher_days integer
        constraint business_voucher_days check (voucher_days between 1 and 3660);

-- ---------------------------------------------------------------------------------------------
-- A voucher is one row of its own, because what is left of it is bounded: whoever uses it waits for the row.
-- Its code is kept as it is, because the shop prints it again for who lost the paper.

create table app.voucher (
    business_id    bigint      not null references app.business,
    voucher_id     uuid        not null,           -- made with the form: the key, for ever
    request_digest bytea       not null,           -- of what was submitted: the same id with another body is refused
    code           text        not null constraint voucher_code check (code ~ '^[2-9A-HJKMNP-Z]{10}$'),
    amount_minor   bigint      not null constraint voucher_amount check (amount_minor > 0),
    balance_minor  bigint      not null,           -- what can still be bought with it
    expires_on     date,                           -- its last day; empty: it has none
    note           text        not null default '' constraint voucher_note_length check (length(note) <= 300),
    sold_at        timestamptz not null,
    business_date  date        not null,
    member_id      uuid        not null,           -- who sold it

    -- Empty until somebody makes it void and pays back what is left.
    voided_at      timestamptz,
    voided_by      uuid,
    void_reason    text        constraint voucher_reason_length check (length(void_reason) between 1 and 300),

    primary key (business_id, voucher_id),
    constraint voucher_code_once unique (business_id, code),
    constraint voucher_balance check (balance_minor between 0 and amount_minor),
    constraint voucher_void_whole check (num_nonnulls(voided_at, voided_by, void_reason) in (0, 3)),
    constraint voucher_void_is_empty check (voided_at is null or balance_minor = 0),
    constraint voucher_member foreign key (business_id, member_id) references app.member,
    constraint voucher_voider foreign key (business_id, voided_by) references app.member
);
create index voucher_newest on app.voucher (business_id, sold_at desc, voucher_id);
call app.own_by_business('app.voucher');
create trigger voucher_stays before delete on app.voucher
    for each row execute function app.refuse_change();
create trigger voucher_void_stays before update on app.voucher
    for each row when (old.voided_at is not null) execute function app.refuse_change();
create trigger vouchers_stay before truncate on app.voucher
    for each statement execute function app.refuse_change();
grant select, insert on app.voucher to dukani_runtime;
grant update (balance_minor, voided_at, voided_by, void_reason) on app.voucher to dukani_runtime;

-- ---------------------------------------------------------------------------------------------
-- Money of vouchers. A voucher is paid for, and paid back, by any other tender; what is bought with it is a
-- payment of the sale by the tender 'voucher'. One that names no voucher is what a till took for a voucher
-- that did not hold so much: nobody has paid that yet.

alter table app.payment
    add column voucher_id uuid,
    drop constraint payment_tender,
    add constraint payment_tender check (tender in
        ('cash', 'mpesa', 'card', 'bank_transfer', 'qris', 'paypal', 'on_account', 'voucher')),
    drop constraint payment_for_one,
    add constraint payment_for_one check (num_nonnulls(order_id, supplier_id, customer_id,
        coalesce(device_id, sale_id, case when tender <> 'voucher' then voucher_id end)) = 1),
    add constraint payment_by_voucher check (tender <> 'voucher' or (sale_id is not null and receipt is null)),
    add constraint payment_of_voucher check (voucher_id is null or tender = 'voucher'
        or (sale_id is null and device_id is null and tender <> 'on_account')),
    add constraint payment_voucher foreign key (business_id, voucher_id) references app.voucher;
create index payment_of_voucher on app.payment (business_id, voucher_id) where voucher_id is not null;

-- What happened to a voucher: one row for each payment that changed what is left of it.
create table app.voucher_move (
    business_id  bigint      not null references app.business,
    payment_id   uuid        not null,
    voucher_id   uuid        not null,
    kind         text        not null constraint voucher_move_kind check (kind in (
        'sold',      -- it was paid for
        'used',      -- something was bought with it
        'back',      -- what was bought was brought back
        'void')),    -- what was left was paid back
    amount_minor bigint      not null,             -- by so much more is left; below zero: less
    recorded_at  timestamptz not null,
    primary key (business_id, payment_id),
    constraint voucher_move_sign check (case when kind in ('sold', 'back') then amount_minor > 0 else amount_minor < 0 end),
    constraint voucher_move_payment foreign key (business_id, payment_id) references app.payment,
    constraint voucher_move_voucher foreign key (business_id, voucher_id) references app.voucher
);
create index voucher_move_of on app.voucher_move (business_id, voucher_id, recorded_at);
call app.own_by_business('app.voucher_move');
call app.append_only('app.voucher_move');
grant select, insert on app.voucher_move to dukani_runtime;
