-- What a till tells of has happened: it is in the books, and a manager is told what is odd about it.

-- ---------------------------------------------------------------------------------------------
-- Tips may be paid out at one till that another has not told of yet. The account of tips is below nothing then,
-- until those are in the books, and a manager is told.

alter table app.till_flag
    drop constraint till_flag_code,
    add constraint till_flag_code check (code in (
        'clock', 'month', 'place', 'member', 'power', 'customer', 'goods', 'price', 'discount',
        'below_cost', 'stock', 'expired', 'credit', 'receipt', 'total', 'number', 'shift', 'till',
        'quick_item', 'voucher',
        'tips',         -- more was paid out than was owed
        'refused'));

-- ---------------------------------------------------------------------------------------------
-- A shift may begin while another one of hers is open at its till: that of a till that was lost is told of by
-- another one, or the end of the older was never told. It is written down beside the other, so that nothing
-- that happened in it is outside of any, and each is closed by itself.

alter table app.shift
    add column beside boolean not null default false;  -- a till told of it while another one of hers was open there
drop index app.shift_open_once;
create unique index shift_open_once on app.shift (business_id, device_id, member_id)
    where closed_at is null and not beside;
-- Whatever began how, the open ones of a till are found by it.
create index shift_open on app.shift (business_id, device_id, member_id) where closed_at is null;

-- ---------------------------------------------------------------------------------------------
-- A till may have written somebody down by what is no phone number, and sold to her on account: she owes it all
-- the same. So a customer may have none; nobody else writes one down without.

alter table app.customer
    alter column phone drop not null;              -- none: a till wrote her down by what is none, or only sold to her

-- ---------------------------------------------------------------------------------------------
-- How what a voucher did not hold ended: what the customer paid of it is a payment of that amount and nothing
-- else is, and no more of what was written off is taken back. Deferred, because the payment names the
-- settlement; owned by definer, as the books' own rule is (0003).

create function app.settlement_holds() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_settled app.voucher_settlement;
    v_paid    bigint;
    v_off     numeric;
begin
    select * into v_settled from app.voucher_settlement
     where business_id = new.business_id and settlement_id = new.settlement_id;
    select amount_minor into v_paid from app.payment
     where business_id = new.business_id and settlement_id = new.settlement_id;
    if v_paid is distinct from (case v_settled.kind when 'paid' then v_settled.amount_minor end) then
        raise exception 'settlement % (%) of % was paid with %', v_settled.settlement_id, v_settled.kind,
            v_settled.amount_minor, v_paid
            using errcode = '23514', constraint = 'voucher_settlement_paid';
    end if;
    if v_settled.kind = 'back' then
        select sum(amount_minor) into v_off from app.voucher_settlement
         where business_id = v_settled.business_id and sale_id = v_settled.sale_id and kind <> 'paid';
        if v_off < 0 then
            raise exception 'of sale % more comes back than was written off', v_settled.sale_id
                using errcode = '23514', constraint = 'voucher_settlement_back';
        end if;
    end if;
    return null;
end $$;
alter function app.settlement_holds() owner to dukani_definer;
revoke all on function app.settlement_holds() from public;

create constraint trigger voucher_settlement_holds after insert on app.voucher_settlement
    deferrable initially deferred for each row execute function app.settlement_holds();
create constraint trigger payment_settlement_holds after insert on app.payment
    deferrable initially deferred for each row when (new.settlement_id is not null)
    execute function app.settlement_holds();

-- What was left of a voucher that lapsed is income: in the books, by its own entry.
create function app.lapse_is_posted() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_posted numeric;
begin
    select -sum(l.amount_minor) into v_posted
      from app.journal_entry e
      join app.journal_line l on l.business_id = e.business_id and l.entry_id = e.entry_id
      join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
     where e.business_id = new.business_id and e.source_kind = 'voucher' and e.source_id = new.voucher_id
       and e.purpose = 'lapse' and a.role = 'expired_vouchers';
    if v_posted is distinct from new.lapsed_minor then
        raise exception 'voucher % lapsed with %, posted was %', new.voucher_id, new.lapsed_minor, v_posted
            using errcode = '23514', constraint = 'voucher_lapse_posted';
    end if;
    return null;
end $$;
alter function app.lapse_is_posted() owner to dukani_definer;
revoke all on function app.lapse_is_posted() from public;

create constraint trigger voucher_lapse_posted after insert or update of lapsed_at on app.voucher
    deferrable initially deferred for each row when (new.lapsed_at is not null)
    execute function app.lapse_is_posted();
