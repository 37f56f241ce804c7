-- M-Pesa's prompt at a till. It is asked for, sent, heard of and asked after as an order's is; it stands for
-- what is being rung up. Its money is in the books from the moment that it comes, held for tills until the
-- sale arrives that names it, or until somebody pays it back: once, whichever it is.

-- An account that postings look for from now on, for businesses that are there already; see 0012.
alter table app.account no force row level security;
alter table app.business no force row level security;
do $$
declare
    b record;
    v_number integer;
begin
    for b in select business_id from app.business loop
        v_number := 2135;
        while exists (select 1 from app.account
                       where business_id = b.business_id and number = v_number::text) loop
            v_number := v_number + 1;
        end loop;
        insert into app.account (business_id, account_id, number, name, kind, role)
            values (b.business_id, gen_random_uuid(), v_number::text, 'Paid at tills, no sale yet', 'liability', 'till_deposits')
            on conflict do nothing;
    end loop;
end $$;
alter table app.business force row level security;
alter table app.account force row level security;

-- ---------------------------------------------------------------------------------------------
-- A prompt is for an order, or for what is rung up at a till. That sale may come later, or never.

alter table app.mpesa_attempt
    alter column order_id drop not null,
    add column device_id   uuid,                   -- at which till
    add column sale_id     uuid,                   -- of what, by the till's id: perhaps no sale yet
    add column member_id   uuid,                   -- who asked for it there
    add column given_up_at timestamptz,            -- she waits for it no longer; its money may still come
    add constraint mpesa_attempt_for_one check (num_nonnulls(order_id, device_id) = 1),
    add constraint mpesa_attempt_at_till check (num_nonnulls(device_id, sale_id, member_id) in (0, 3)),
    add constraint mpesa_attempt_given_up check (given_up_at is null or device_id is not null),
    add constraint mpesa_attempt_device foreign key (business_id, device_id) references app.device,
    add constraint mpesa_attempt_member foreign key (business_id, member_id) references app.member;
-- One prompt for a sale that somebody waits for.
create unique index mpesa_attempt_one_open_per_sale on app.mpesa_attempt (business_id, sale_id)
    where sale_id is not null and given_up_at is null
      and state in ('created', 'submitting', 'pending', 'unknown');
create index mpesa_attempt_at_till_to_look_at on app.mpesa_attempt (business_id, created_at)
    where device_id is not null and state = 'review';

-- ---------------------------------------------------------------------------------------------
-- Its money: a payment that a till took by a prompt, and that is given its sale when that comes. What is
-- paid back of it is a payment that goes out and names it.

alter table app.payment
    add column device_id uuid,                     -- a till's prompt: at which till
    add column pays_back uuid,                     -- goes out: which payment of a till's prompt it gives back
    drop constraint payment_for_one,
    add constraint payment_for_one check (
        num_nonnulls(order_id, supplier_id, customer_id, coalesce(device_id, sale_id)) = 1),
    add constraint payment_at_till check (device_id is null
        or (direction = 'in' and tender = 'mpesa' and attempt_id is not null and pays_back is null)
        or (direction = 'out' and sale_id is null and attempt_id is null and pays_back is not null)),
    add constraint payment_pays_back check (pays_back is null or device_id is not null),
    add constraint payment_paid_back_once unique (business_id, pays_back),
    add constraint payment_device foreign key (business_id, device_id) references app.device,
    add constraint payment_paid_back foreign key (business_id, pays_back) references app.payment;
create index payment_of_attempt on app.payment (business_id, attempt_id) where attempt_id is not null;
create index payment_at_till_open on app.payment (business_id, occurred_at desc, payment_id)
    where device_id is not null and direction = 'in' and sale_id is null;

-- A payment stays as it was written, but that money of a till's prompt is given its sale, once.
drop trigger append_only_row on app.payment;
create trigger append_only_row before delete on app.payment
    for each row execute function app.refuse_change();
create trigger payment_stays before update on app.payment
    for each row when (old.device_id is null or old.direction <> 'in' or old.sale_id is not null
        or new.sale_id is null or to_jsonb(old) - 'sale_id' <> to_jsonb(new) - 'sale_id')
    execute function app.refuse_change();
grant update (sale_id) on app.payment to dukani_runtime;

-- What is paid back pays for no sale, and what paid for one is not paid back: both wait for the row of the
-- money, and look again.
create function app.till_money_goes_once() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if exists (select 1 from app.payment
                    where business_id = new.business_id and pays_back = new.payment_id) then
            raise exception 'this money was paid back'
                using errcode = '23514', constraint = 'payment_goes_once';
        end if;
        return new;
    end if;
    perform 1 from app.payment
      where business_id = new.business_id and payment_id = new.pays_back and device_id = new.device_id
        and direction = 'in' and sale_id is null and amount_minor = new.amount_minor
        for no key update;
    if not found then
        raise exception 'there is no such money that waits for a sale'
            using errcode = '23514', constraint = 'payment_goes_once';
    end if;
    return new;
end $$;
revoke all on function app.till_money_goes_once() from public;
create trigger payment_goes_once before update on app.payment
    for each row execute function app.till_money_goes_once();
create trigger payment_back_goes_once before insert on app.payment
    for each row when (new.pays_back is not null) execute function app.till_money_goes_once();

-- ---------------------------------------------------------------------------------------------
-- Whether M-Pesa can be asked for a prompt is something that tills know; see 0022.

create trigger tills_know_of_insert after insert on app.mpesa_account referencing new table as fresh
    for each statement execute function app.tills_know_settings_anew();
create trigger tills_know_of_update after update on app.mpesa_account referencing new table as fresh
    for each statement execute function app.tills_know_settings_anew();
create trigger tills_know_of_delete after delete on app.mpesa_account referencing old table as fresh
    for each statement execute function app.tills_know_settings_anew();
