-- A gift voucher that was sold by mistake is paid back out of the drawer of a till: the cash that goes is counted
-- with the rest of that shift, as the cash that came is (0036).

alter table app.voucher
    add column void_shift_id uuid,                 -- empty: it is not void, or was paid back in the back office
    add column void_late     boolean not null default false,
    add constraint voucher_void_of_shift check (void_shift_id is null or voided_at is not null),
    add constraint voucher_void_late check (void_shift_id is not null or not void_late),
    add constraint voucher_void_shift foreign key (business_id, void_shift_id) references app.shift;
create index voucher_of_void_shift on app.voucher (business_id, void_shift_id) where void_shift_id is not null;
grant update (void_shift_id, void_late) on app.voucher to dukani_runtime;

-- The one sum of what a drawer must hold, see 0021. What went out of it for a voucher is a payment that names it
-- and went out: a voucher is paid back once.
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
            select v.void_late, -p.amount_minor
              from app.voucher v
              join app.payment p on p.business_id = v.business_id and p.voucher_id = v.voucher_id
             where v.business_id = s.business_id and v.void_shift_id = s.shift_id
               and p.tender = 'cash' and p.direction = 'out'
            union all
            select c.late,
                   case c.direction when 'in' then c.amount_minor else -c.amount_minor end
              from app.cash_move c
             where c.business_id = s.business_id and c.shift_id = s.shift_id) m on true
     where s.business_id = p_business and s.shift_id = p_shift
     group by s.float_minor $$;
