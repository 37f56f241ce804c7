-- How vouchers end: what expired ones still held becomes income when the owner says so, and what tills took
-- for vouchers that did not hold it is paid by the customer after all, or written off.

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
            ('expired_vouchers', 4300, 'Expired vouchers', 'revenue'),
            ('vouchers_written_off', 5180, 'Vouchers written off', 'expense'))
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

-- ---------------------------------------------------------------------------------------------
-- What an expired voucher still held was taken as income: once, and then its row never changes again.

alter table app.voucher
    add column lapsed_at    timestamptz,
    add column lapsed_by    uuid,
    add column lapsed_minor bigint,                -- so much was left
    add constraint voucher_lapse_whole check (num_nonnulls(lapsed_at, lapsed_by, lapsed_minor) in (0, 3)),
    add constraint voucher_lapse_is_empty check (lapsed_at is null or (balance_minor = 0 and lapsed_minor > 0
        and expires_on is not null and voided_at is null)),
    add constraint voucher_lapser foreign key (business_id, lapsed_by) references app.member;
create trigger voucher_lapse_stays before update on app.voucher
    for each row when (old.lapsed_at is not null) execute function app.refuse_change();
grant update (lapsed_at, lapsed_by, lapsed_minor) on app.voucher to dukani_runtime;

-- ---------------------------------------------------------------------------------------------
-- How what a voucher did not hold of a sale ended. What the customer paid is a payment of its own, because
-- the sale's own payments come to its total already.

create table app.voucher_settlement (
    business_id    bigint      not null references app.business,
    settlement_id  uuid        not null,           -- made with the form: the key, for ever; of goods back: the refund
    request_digest bytea,                          -- of what was submitted: the same id with another body is refused
    sale_id        uuid        not null,
    kind           text        not null constraint voucher_settlement_kind check (kind in (
        'paid',          -- the customer paid it
        'written_off',   -- nobody will: it is an expense
        'back')),        -- the goods of what was written off came back: it is none
    amount_minor   bigint      not null,           -- by so much less is missing; below zero: what was written off is less
    note           text        not null default '' constraint voucher_settlement_note_length check (length(note) <= 300),
    recorded_at    timestamptz not null,
    business_date  date        not null,
    member_id      uuid,
    primary key (business_id, settlement_id),
    constraint voucher_settlement_sign check (case when kind = 'back' then amount_minor < 0 else amount_minor > 0 end),
    constraint voucher_settlement_asked check ((kind = 'back') = (request_digest is null)),
    constraint voucher_settlement_sale foreign key (business_id, sale_id) references app.sale,
    constraint voucher_settlement_member foreign key (business_id, member_id) references app.member
);
create index voucher_settlement_of_sale on app.voucher_settlement (business_id, sale_id);
call app.own_by_business('app.voucher_settlement');
call app.append_only('app.voucher_settlement');
grant select, insert on app.voucher_settlement to dukani_runtime;

alter table app.payment
    add column settlement_id uuid,                 -- what was missing that it pays; its id is the same
    drop constraint payment_for_one,
    add constraint payment_for_one check (num_nonnulls(order_id, supplier_id, customer_id,
        coalesce(device_id, sale_id, settlement_id, case when tender <> 'voucher' then voucher_id end)) = 1),
    add constraint payment_of_settlement check (settlement_id is null or (direction = 'in'
        and sale_id is null and device_id is null and voucher_id is null
        and tender not in ('on_account', 'voucher'))),
    add constraint payment_settlement_once unique (business_id, settlement_id),
    add constraint payment_settlement foreign key (business_id, settlement_id) references app.voucher_settlement;

-- ---------------------------------------------------------------------------------------------
-- Whoever has a whole code can buy with it, and one letter may be all that is wrong with what was typed: of a
-- code that no voucher has, a flag tells the end only, as receipts do.

alter table app.till_flag no force row level security;
update app.till_flag f
   set reasons = (select jsonb_agg(case when r.reason ->> 'key' = 'refused-voucher-unknown'
                                        then jsonb_set(r.reason, '{args,0,1}',
                                                       to_jsonb('*' || right(r.reason #>> '{args,0,1}', 4)))
                                        else r.reason end order by r.place)
                    from jsonb_array_elements(f.reasons) with ordinality as r (reason, place))
 where f.reasons @> '[{"key": "refused-voucher-unknown"}]';
alter table app.till_flag force row level security;
