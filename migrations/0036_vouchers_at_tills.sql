-- A gift voucher that is sold at a till belongs to the shift in which it was sold: its money is counted with
-- the rest of that drawer. Its code is made by the till, so that it is sold without a network too; that it is
-- nobody else's is held by voucher_code_once (0034).

alter table app.voucher
    add column shift_id uuid,                      -- empty: sold in the back office
    add column late     boolean not null default false,
    add constraint voucher_late check (shift_id is not null or not late),
    add constraint voucher_shift foreign key (business_id, shift_id) references app.shift;
create index voucher_of_shift on app.voucher (business_id, shift_id) where shift_id is not null;

-- The one sum of what a drawer must hold, see 0021. What a voucher was paid with is a payment that names it,
-- came in, and is not by voucher: that one bought something.
create or replace function app.shift_cash(p_business bigint, p_shift uuid)
    returns table (cash_minor bigint, late_minor bigint)
    language sql stable as $$
    select s.float_minor + coalesce(sum(m.amount) filter (where not m.late), 0)::bigint,
           coalesce(sum(m.amount) filter (where m.late), 0)::bigint
      from app.shift s
      left join lateral (
            select d.late,
                   case p.direction when 'in' then p.amount_minor else -p.amount_minor end as amount
              from app.sale d
              join app.payment p on p.business_id = d.business_id and p.sale_id = d.sale_id
             where d.business_id = s.business_id and d.shift_id = s.shift_id and p.tender = 'cash'
            union all
            select v.late, p.amount_minor
              from app.voucher v
              join app.payment p on p.business_id = v.business_id and p.voucher_id = v.voucher_id
             where v.business_id = s.business_id and v.shift_id = s.shift_id
               and p.tender = 'cash' and p.direction = 'in'
            union all
            select c.late,
                   case c.direction when 'in' then c.amount_minor else -c.amount_minor end
              from app.cash_move c
             where c.business_id = s.business_id and c.shift_id = s.shift_id) m on true
     where s.business_id = p_business and s.shift_id = p_shift
     group by s.float_minor $$;

alter table app.till_flag
    drop constraint till_flag_code,
    add constraint till_flag_code check (code in (
        'clock', 'month', 'place', 'member', 'power', 'customer', 'goods', 'price', 'discount',
        'below_cost', 'stock', 'expired', 'credit', 'receipt', 'total', 'number', 'shift', 'till',
        'quick_item',
        'voucher',      -- a voucher was sold with another last day than vouchers have here
        'refused'));

-- Tills learn what they were not told before: how long vouchers are good.
alter table app.till_change no force row level security;
update app.till_change set xid = pg_current_xact_id()::text::bigint where kind = 'settings';
alter table app.till_change force row level security;
