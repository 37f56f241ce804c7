-- Shifts: one cashier's session at one till, from the money that she begins with to what she counts
-- when she ends.

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
            ('cash_drawer', 1120, 'Cash in tills', 'asset'),
            ('cash_difference', 5170, 'Cash over and short', 'expense'),
            ('small_expenses', 6100, 'Small expenses', 'expense'))
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
-- Opening moves the float from the safe into the drawer. Closing moves what was counted back into the
-- safe, and what is over or short of what was expected to an account of its own: so the books hold
-- money in tills for shifts that are open, and for no other.

create table app.shift (
    business_id       bigint      not null references app.business,
    shift_id          uuid        not null,        -- made by the till before it is first sent: the key, for ever
    request_digest    bytea       not null,        -- of what was submitted: the same id with another body is refused
    device_id         uuid        not null,        -- at which till
    location_id       uuid        not null,        -- where that stands
    member_id         uuid        not null,        -- whose it is
    series            text        not null,        -- one per till, without gaps
    number            bigint      not null,
    float_minor       bigint      not null constraint shift_float check (float_minor >= 0),
    opened_at         timestamptz not null,
    recorded_at       timestamptz not null,
    business_date     date        not null,        -- of its opening

    -- Empty until it is closed. Then nothing of it changes any more.
    closed_at         timestamptz,
    close_recorded_at timestamptz,
    closed_by         uuid,                        -- she herself, or who may close it for her
    close_digest      bytea,
    counted_minor     bigint      constraint shift_counted check (counted_minor >= 0),
    expected_minor    bigint,                      -- what the books said at that instant; below zero where more was paid out
    variance_minor    bigint,                      -- above zero: there was more than expected
    unsynced_at_close integer     constraint shift_unsynced check (unsynced_at_close >= 0),  -- sales that its till had not sent yet
    note              text        not null default '' constraint shift_note_length check (length(note) <= 300),

    primary key (business_id, shift_id),
    constraint shift_number_once unique (business_id, series, number),
    constraint shift_closed_whole check (num_nonnulls(closed_at, close_recorded_at, closed_by, close_digest,
        counted_minor, expected_minor, variance_minor, unsynced_at_close) in (0, 8)),
    constraint shift_variance check (variance_minor = counted_minor - expected_minor),
    constraint shift_device foreign key (business_id, device_id) references app.device,
    constraint shift_location foreign key (business_id, location_id) references app.location,
    constraint shift_member foreign key (business_id, member_id) references app.member,
    constraint shift_closer foreign key (business_id, closed_by) references app.member
);
-- A cashier has one open shift at a till.
create unique index shift_open_once on app.shift (business_id, device_id, member_id) where closed_at is null;
create index shift_newest on app.shift (business_id, opened_at desc, shift_id);
call app.own_by_business('app.shift');
create trigger shift_closed_stays before update on app.shift
    for each row when (old.closed_at is not null) execute function app.refuse_change();
create trigger shift_stays before delete on app.shift
    for each row execute function app.refuse_change();
create trigger shifts_stay before truncate on app.shift
    for each statement execute function app.refuse_change();
grant select, insert on app.shift to dukani_runtime;
grant update (closed_at, close_recorded_at, closed_by, close_digest, counted_minor, expected_minor,
              variance_minor, unsynced_at_close, note) on app.shift to dukani_runtime;

-- Cash that went into a drawer or out of it and was no sale.
create table app.cash_move (
    business_id    bigint      not null references app.business,
    move_id        uuid        not null,           -- made by the till: the key
    request_digest bytea       not null,
    shift_id       uuid        not null,
    direction      text        not null constraint cash_move_direction check (direction in ('in', 'out')),
    reason         text        not null constraint cash_move_reason
                   check (reason in ('safe', 'bank', 'owner', 'expense')),
    amount_minor   bigint      not null constraint cash_move_amount check (amount_minor > 0),
    note           text        not null default '' constraint cash_move_note_length check (length(note) <= 300),
    late           boolean     not null,           -- told after its shift was closed
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null,
    business_date  date        not null,
    member_id      uuid        not null,
    primary key (business_id, move_id),
    constraint cash_move_expense_goes_out check (reason <> 'expense' or direction = 'out'),
    constraint cash_move_shift foreign key (business_id, shift_id) references app.shift,
    constraint cash_move_member foreign key (business_id, member_id) references app.member
);
create index cash_move_of_shift on app.cash_move (business_id, shift_id, occurred_at);
call app.own_by_business('app.cash_move');
call app.append_only('app.cash_move');
grant select, insert on app.cash_move to dukani_runtime;

-- ---------------------------------------------------------------------------------------------
-- In which shift something was sold or brought back. Late: its shift was closed when we learnt of it.
-- The cash was counted with the rest, so it is taken off what was over and moves no drawer.

alter table app.sale
    add column shift_id uuid,                      -- empty: at no till
    add column late     boolean not null default false,
    add constraint sale_late check (shift_id is not null or not late),
    add constraint sale_shift foreign key (business_id, shift_id) references app.shift;
create index sale_of_shift on app.sale (business_id, shift_id) where shift_id is not null;

-- What the drawer of a shift must hold, and how much came late. The one sum of it: closing, reports and
-- checks ask here.
create function app.shift_cash(p_business bigint, p_shift uuid)
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
            select c.late,
                   case c.direction when 'in' then c.amount_minor else -c.amount_minor end
              from app.cash_move c
             where c.business_id = s.business_id and c.shift_id = s.shift_id) m on true
     where s.business_id = p_business and s.shift_id = p_shift
     group by s.float_minor $$;
revoke all on function app.shift_cash(bigint, uuid) from public;
grant execute on function app.shift_cash(bigint, uuid) to dukani_runtime;
