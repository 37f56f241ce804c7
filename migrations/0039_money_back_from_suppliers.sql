-- Money that suppliers pay back, and money to or from them that was written down by mistake.
--
-- | happens | debit | credit |
-- |---|---|---|
-- | a supplier pays back | the tender's account | suppliers |
-- | a payment, or money that came back, is undone | the other way round, on the day it is undone | |

-- ---------------------------------------------------------------------------------------------
-- What was written by mistake is undone by a payment that goes the other way, names it and says why, once.
-- The reference of what is undone is free again: that money may really have gone to somebody else.

alter table app.payment
    add column undoes      uuid,                   -- the payment that this one undoes
    add column undo_reason text constraint payment_undo_reason_length check (length(undo_reason) between 1 and 300),
    add column undone_by   uuid,                   -- the payment that undoes this one
    add constraint payment_undo check (case when undoes is null then undo_reason is null
        else undo_reason is not null and supplier_id is not null and receipt is null end),
    add constraint payment_undone check (undone_by is null or (supplier_id is not null and undoes is null)),
    add constraint payment_undoes foreign key (business_id, undoes) references app.payment,
    add constraint payment_undone_by foreign key (business_id, undone_by) references app.payment,
    drop constraint payment_receipt_once;
create unique index payment_receipt_once on app.payment (business_id, tender, receipt) where undone_by is null;
create unique index payment_undone_once on app.payment (business_id, undoes) where undoes is not null;
create unique index payment_undone_by_once on app.payment (business_id, undone_by) where undone_by is not null;

-- A payment stays as it was written, but that money of a till's prompt is given its sale (0030), and one of a
-- supplier is undone: each once.
drop trigger payment_stays on app.payment;
create trigger payment_stays before update on app.payment
    for each row when (not (
        (old.device_id is not null and old.direction = 'in' and old.sale_id is null and new.sale_id is not null
            and to_jsonb(old) - 'sale_id' = to_jsonb(new) - 'sale_id')
        or (old.supplier_id is not null and old.undoes is null and old.undone_by is null
            and new.undone_by is not null and to_jsonb(old) - 'undone_by' = to_jsonb(new) - 'undone_by')))
    execute function app.refuse_change();
grant update (undone_by) on app.payment to dukani_runtime;

-- What undoes is the same money of the same supplier, the other way. Whoever comes second waits for the row of
-- the payment, and looks again.
create function app.payment_is_undone() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        perform 1 from app.payment
          where business_id = new.business_id and payment_id = new.undone_by and undoes = new.payment_id;
    else
        perform 1 from app.payment
          where business_id = new.business_id and payment_id = new.undoes and supplier_id = new.supplier_id
            and tender = new.tender and amount_minor = new.amount_minor and direction <> new.direction
            and undoes is null and undone_by is null
            for no key update;
    end if;
    if not found then
        raise exception 'payment % does not undo what it says', new.payment_id
            using errcode = '23514', constraint = 'payment_undoes_it';
    end if;
    return new;
end $$;
revoke all on function app.payment_is_undone() from public;
create trigger payment_undoes_it before insert on app.payment
    for each row when (new.undoes is not null) execute function app.payment_is_undone();
create trigger payment_undone_by_it before update on app.payment
    for each row when (new.undone_by is distinct from old.undone_by) execute function app.payment_is_undone();

-- ---------------------------------------------------------------------------------------------
-- What a payment or a credit went to: a bill, or money that came back. What is undone stands a second time,
-- below nothing.

alter table app.bill_settlement
    alter column bill_id drop not null,
    add column refund_id uuid,                     -- no bill: the money that came back
    add column undoes    uuid,                     -- below nothing: which one of these is undone
    add column turn      integer not null default 1 constraint bill_settlement_turn check (turn > 0),
    drop constraint bill_settlement_positive,
    add constraint bill_settlement_sign check (case when undoes is null then amount_minor > 0 else amount_minor < 0 end),
    add constraint bill_settlement_of_one check (num_nonnulls(bill_id, refund_id) = 1),
    -- A bill that is open again may be settled once more by the same money: by its next turn. Columns without
    -- a value are the same here, or none would ever be twice.
    drop constraint bill_settlement_once,
    add constraint bill_settlement_once
        unique nulls not distinct (business_id, bill_id, refund_id, payment_id, credit_id, turn),
    add constraint bill_settlement_refund foreign key (business_id, refund_id) references app.payment,
    add constraint bill_settlement_undoes foreign key (business_id, undoes) references app.bill_settlement;
-- Before this, the same money settled a bill once; from now on each says its turn.
alter table app.bill_settlement alter column turn drop default;
create index bill_settlement_of_refund on app.bill_settlement (business_id, refund_id) where refund_id is not null;
create unique index bill_settlement_undone_once on app.bill_settlement (business_id, undoes) where undoes is not null;

-- What it comes to, at the end of each transaction: a payment settles no more than it is, money that came back
-- was all with the supplier, and nothing is left of what is undone; bills and credits say the same. Owned by
-- definer, as the books' own rule is (0003).
create function app.supplier_money_adds_up() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_ids     uuid[];
    v_payment app.payment;
    v_gave    numeric;
    v_came    numeric;
    v_is      boolean;
begin
    if tg_table_name = 'payment' then
        v_ids := array[new.payment_id, new.undoes];
        if new.undoes is not null then
            perform 1 from app.payment where business_id = new.business_id and payment_id = new.undoes
                and undone_by = new.payment_id;
            if not found then
                raise exception 'payment % is undone and does not say so', new.undoes
                    using errcode = '23514', constraint = 'payment_undoes_it';
            end if;
        end if;
    else
        v_ids := array[new.payment_id, new.refund_id];
        if new.undoes is not null then
            perform 1 from app.bill_settlement
              where business_id = new.business_id and settlement_id = new.undoes and undoes is null
                and bill_id is not distinct from new.bill_id and refund_id is not distinct from new.refund_id
                and payment_id is not distinct from new.payment_id
                and credit_id is not distinct from new.credit_id and amount_minor = -new.amount_minor;
            if not found then
                raise exception 'settlement % does not undo what it says', new.settlement_id
                    using errcode = '23514', constraint = 'bill_settlement_adds_up';
            end if;
        end if;
        select b.paid_minor = coalesce(sum(s.amount_minor) filter (where s.payment_id is not null), 0)
               and b.credited_minor = coalesce(sum(s.amount_minor) filter (where s.credit_id is not null), 0)
          into v_is
          from app.bill b
          join app.bill_settlement s on s.business_id = b.business_id and s.bill_id = b.bill_id
         where b.business_id = new.business_id and b.bill_id = new.bill_id
         group by b.paid_minor, b.credited_minor;
        if not coalesce(v_is, true) then
            raise exception 'bill % is not settled by what it says', new.bill_id
                using errcode = '23514', constraint = 'bill_settlement_adds_up';
        end if;
        select c.used_minor = sum(s.amount_minor) into v_is
          from app.supplier_credit c
          join app.bill_settlement s on s.business_id = c.business_id and s.credit_id = c.credit_id
         where c.business_id = new.business_id and c.credit_id = new.credit_id
         group by c.used_minor;
        if not coalesce(v_is, true) then
            raise exception 'credit % is not used as it says', new.credit_id
                using errcode = '23514', constraint = 'bill_settlement_adds_up';
        end if;
    end if;
    for v_payment in
        select * from app.payment where business_id = new.business_id and payment_id = any(v_ids)
    loop
        select coalesce(sum(amount_minor) filter (where payment_id = v_payment.payment_id), 0),
               coalesce(sum(amount_minor) filter (where refund_id = v_payment.payment_id), 0)
          into v_gave, v_came
          from app.bill_settlement
         where business_id = new.business_id
           and (payment_id = v_payment.payment_id or refund_id = v_payment.payment_id);
        v_is := case
            when v_payment.undoes is not null or v_payment.undone_by is not null then v_gave = 0 and v_came = 0
            when v_payment.direction = 'out' then v_gave between 0 and v_payment.amount_minor and v_came = 0
            else v_gave = 0 and v_came = v_payment.amount_minor end;
        if not v_is then
            raise exception 'payment % of % gave % and took %', v_payment.payment_id, v_payment.amount_minor,
                v_gave, v_came
                using errcode = '23514', constraint = 'bill_settlement_adds_up';
        end if;
    end loop;
    return null;
end $$;
alter function app.supplier_money_adds_up() owner to dukani_definer;
revoke all on function app.supplier_money_adds_up() from public;

create constraint trigger bill_settlement_adds_up after insert on app.bill_settlement
    deferrable initially deferred for each row execute function app.supplier_money_adds_up();
create constraint trigger payment_of_supplier_adds_up after insert on app.payment
    deferrable initially deferred for each row
    when (new.supplier_id is not null and (new.direction = 'in' or new.undoes is not null))
    execute function app.supplier_money_adds_up();
