-- The books, in double entry. Every document posts its own entry in its own transaction; what is
-- posted stays; a correction is a reversal. A balance is the sum of lines: no row holds it.

create table app.account (
    business_id bigint      not null references app.business,
    account_id  uuid        not null,
    number      text        not null constraint account_number_form check (number ~ '^[0-9]{4,6}$'),
    name        text        not null,
    kind        text        not null constraint account_kind
                check (kind in ('asset', 'liability', 'equity', 'revenue', 'expense')),
    -- What postings look for: 'mpesa_clearing', 'customer_deposits'… Null for an owner's own accounts.
    role        text,
    retired_at  timestamptz,
    primary key (business_id, account_id),
    constraint account_number_once unique (business_id, number),
    constraint account_role_once unique (business_id, role)
);
call app.own_by_business('app.account');
grant select, insert, update on app.account to dukani_runtime;

-- A month of the books. Posting reads its row for key share and closing takes it for update, so
-- nothing slips into a month while it is being closed.
create table app.period (
    business_id bigint      not null references app.business,
    starts_on   date        not null constraint period_is_month check (extract(day from starts_on) = 1),
    state       text        not null default 'open' constraint period_state check (state in ('open', 'closed')),
    closed_at   timestamptz,
    primary key (business_id, starts_on)
);
call app.own_by_business('app.period');
grant select, insert on app.period to dukani_runtime;
-- A row lock needs the right to update some column.
grant update (state, closed_at) on app.period to dukani_runtime;

create table app.journal_entry (
    business_id   bigint      not null references app.business,
    entry_id      uuid        not null,
    number        bigint      not null,            -- from the series 'journal'
    occurred_at   timestamptz not null,            -- when it happened
    recorded_at   timestamptz not null default now(),  -- when we learnt of it
    business_date date        not null,            -- the business's own day
    period_start  date        not null,
    location_id   uuid,
    source_kind   text        not null,            -- 'order', 'payment', 'import'
    source_id     uuid        not null,
    purpose       text        not null,            -- 'payment', 'hand_over', 'cancel', 'opening', 'reversal'
    reverses      uuid,
    member_id     uuid,
    primary key (business_id, entry_id),
    constraint journal_entry_number_once unique (business_id, number),
    -- A document posts once for each thing that can happen to it.
    constraint journal_entry_once unique (business_id, source_kind, source_id, purpose),
    constraint journal_entry_reversed_once unique (business_id, reverses),
    constraint journal_entry_reverses foreign key (business_id, reverses) references app.journal_entry,
    constraint journal_entry_period foreign key (business_id, period_start) references app.period,
    constraint journal_entry_location foreign key (business_id, location_id) references app.location,
    constraint journal_entry_member foreign key (business_id, member_id) references app.member,
    constraint journal_entry_in_its_period check (period_start = date_trunc('month', business_date)::date)
);
create index journal_entry_by_date on app.journal_entry (business_id, business_date, number);

create table app.journal_line (
    business_id    bigint  not null,
    entry_id       uuid    not null,
    line_no        integer not null,
    account_id     uuid    not null,
    amount_minor   bigint  not null constraint journal_line_not_zero check (amount_minor <> 0),  -- debit +, credit -
    -- What the other side counted in, where that was another currency.
    foreign_currency text constraint journal_line_foreign_currency check (foreign_currency ~ '^[A-Z]{3}$'),
    foreign_minor    bigint,
    primary key (business_id, entry_id, line_no),
    constraint journal_line_entry foreign key (business_id, entry_id) references app.journal_entry,
    constraint journal_line_account foreign key (business_id, account_id) references app.account,
    constraint journal_line_foreign_both check ((foreign_currency is null) = (foreign_minor is null))
);
create index journal_line_by_account on app.journal_line (business_id, account_id, entry_id) include (amount_minor);

call app.own_by_business('app.journal_entry');
call app.own_by_business('app.journal_line');
call app.append_only('app.journal_entry');
call app.append_only('app.journal_line');
grant select, insert on app.journal_entry, app.journal_line to dukani_runtime;

-- Every entry has two lines or more, and they sum to nothing. On entries too, or an entry without
-- lines would pass; on lines too, or a later transaction could add a lone line to an old entry.
-- Owned by definer: as the invoker, at commit, it might see no rows and let anything through.
create function app.entry_balances() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_lines integer;
    v_sum   numeric;
begin
    select count(*), coalesce(sum(amount_minor), 0) into v_lines, v_sum from app.journal_line
     where business_id = new.business_id and entry_id = new.entry_id;
    if v_lines < 2 or v_sum <> 0 then
        raise exception 'entry % has % lines that sum to %', new.entry_id, v_lines, v_sum
            using errcode = '23514', constraint = 'journal_entry_balances';
    end if;
    return null;
end $$;
alter function app.entry_balances() owner to dukani_definer;
revoke all on function app.entry_balances() from public;

create constraint trigger journal_entry_balances after insert on app.journal_entry
    deferrable initially deferred for each row execute function app.entry_balances();
create constraint trigger journal_line_balances after insert on app.journal_line
    deferrable initially deferred for each row execute function app.entry_balances();

-- Nothing is posted into a closed month.
create function app.period_is_open() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_state text;
begin
    select state into v_state from app.period
     where business_id = new.business_id and starts_on = new.period_start for key share;
    if v_state is distinct from 'open' then
        raise exception 'the month of % is closed', new.period_start
            using errcode = '23514', constraint = 'journal_entry_period_open';
    end if;
    return new;
end $$;
revoke all on function app.period_is_open() from public;
create trigger journal_entry_period_open before insert on app.journal_entry
    for each row execute function app.period_is_open();
