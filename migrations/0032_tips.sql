-- Tips. A customer adds something for whoever served her; the shop holds it for the staff until it is paid out
-- of a drawer. It is no revenue, carries no tax, and is part of no total: what was paid is total and tip.
-- Off, until the owner says that the business takes them.

-- An account that postings look for from now on, for businesses that are there already; see 0012.
alter table app.account no force row level security;
alter table app.business no force row level security;
do $$
declare
    b record;
    v_number integer;
begin
    for b in select business_id from app.business loop
        v_number := 2160;
        while exists (select 1 from app.account
                       where business_id = b.business_id and number = v_number::text) loop
            v_number := v_number + 1;
        end loop;
        insert into app.account (business_id, account_id, number, name, kind, role)
            values (b.business_id, gen_random_uuid(), v_number::text, 'Tips owed to staff', 'liability', 'tips_payable')
            on conflict do nothing;
    end loop;
end $$;
alter table app.business force row level security;
alter table app.account force row level security;

alter table app.business
    add column takes_tips boolean not null default false;

-- A refund gives no tip back, unless it takes back a sale that was a mistake.
alter table app.sale
    add column tip_minor bigint not null default 0,
    add constraint sale_tip check (tip_minor >= 0 and (tip_minor = 0 or kind = 'sale' or void));

-- Tips are paid out of a drawer.
alter table app.cash_move
    drop constraint cash_move_reason,
    add constraint cash_move_reason check (reason in ('safe', 'bank', 'owner', 'expense', 'tips')),
    add constraint cash_move_tips_go_out check (reason <> 'tips' or direction = 'out');
