-- Work that may happen later. A job is a row of its business, written in the transaction that wants
-- it; a trigger hands its number to the queue, which knows nothing else about it.

create table app.outbox (
    business_id bigint      not null references app.business,
    outbox_id   uuid        not null,
    task        text        not null,              -- which job: see the registry in src/app/jobs.rs
    payload     jsonb       not null default '{}',
    run_at      timestamptz not null,
    created_at  timestamptz not null default now(),
    done_at     timestamptz,
    primary key (business_id, outbox_id)
);
create index outbox_undone on app.outbox (business_id, run_at) where done_at is null;
call app.own_by_business('app.outbox');
grant select, insert on app.outbox to dukani_runtime;
grant update (done_at) on app.outbox to dukani_runtime;

-- Owned by the queue's own role: the runtime role has no right in the queue's schema.
create function app.hand_to_queue() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform graphile_worker.add_job(
        identifier => 'outbox',
        payload    => json_build_object('business_id', new.business_id, 'outbox_id', new.outbox_id),
        run_at     => new.run_at,
        max_attempts => 25,
        job_key    => new.business_id::text || ':' || new.outbox_id::text);
    return null;
end $$;
alter function app.hand_to_queue() owner to dukani_jobs;
revoke all on function app.hand_to_queue() from public;
create trigger outbox_to_queue after insert on app.outbox
    for each row execute function app.hand_to_queue();

create function app.enqueue(p_outbox uuid, p_task text, p_payload jsonb, p_run_at timestamptz) returns void
    language sql set search_path = pg_catalog, pg_temp as $$
    insert into app.outbox (business_id, outbox_id, task, payload, run_at)
        values (app.current_business(), p_outbox, p_task, p_payload, p_run_at) $$;
revoke all on function app.enqueue(uuid, text, jsonb, timestamptz) from public;
grant execute on function app.enqueue(uuid, text, jsonb, timestamptz) to dukani_runtime;

-- A job enters its business by its own number; a job that is done enters nothing.
create function app.enter_job(p_business bigint, p_outbox uuid)
    returns table (task text, payload jsonb, slug text)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    select o.task, o.payload, b.slug into task, payload, slug
      from app.outbox o join app.business b on b.business_id = o.business_id
     where o.business_id = p_business and o.outbox_id = p_outbox and o.done_at is null;
    if task is null then return; end if;
    perform app.set_scope(p_business);
    return next;
end $$;
alter function app.enter_job(bigint, uuid) owner to dukani_definer;
revoke all on function app.enter_job(bigint, uuid) from public;
grant execute on function app.enter_job(bigint, uuid) to dukani_runtime;

-- How many rows the business of this transaction really has, whatever row security shows: `dukani
-- check` compares what it could examine with it, so that it cannot pass by seeing nothing.
create function app.census() returns table (what text, rows bigint)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select 'journal_entry', count(*) from app.journal_entry where business_id = app.current_business()
    union all select 'journal_line', count(*) from app.journal_line where business_id = app.current_business()
    union all select 'stock_level', count(*) from app.stock_level where business_id = app.current_business()
    union all select 'stock_movement', count(*) from app.stock_movement where business_id = app.current_business()
    union all select 'cost_layer', count(*) from app.cost_layer where business_id = app.current_business()
    union all select 'order', count(*) from app.order where business_id = app.current_business()
    union all select 'payment', count(*) from app.payment where business_id = app.current_business()
    union all select 'mpesa_attempt', count(*) from app.mpesa_attempt where business_id = app.current_business()
    union all select 'product', count(*) from app.product where business_id = app.current_business()
    union all select 'outbox', count(*) from app.outbox where business_id = app.current_business() $$;
alter function app.census() owner to dukani_definer;
revoke all on function app.census() from public;
grant execute on function app.census() to dukani_runtime;
