-- What an operator must see of an installation without looking into anybody's shop: counts over all
-- businesses, and no name, number or amount among them.

-- M-Pesa prompts that wait for a person or for an answer, and work that is late. A prompt is stuck
-- when it has been on its way for longer than a quarter of an hour: a customer's phone gives up
-- after one minute, and by then we have asked M-Pesa four times. Late work is a row of the outbox
-- that is still to be done five minutes after its time.
create function app.operation_counts()
    returns table (businesses bigint, mpesa_review bigint, mpesa_unknown bigint, mpesa_stuck bigint,
                   outbox_waiting bigint, outbox_late bigint)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select (select count(*) from app.business),
           (select count(*) from app.mpesa_attempt where state = 'review'),
           (select count(*) from app.mpesa_attempt where state = 'unknown'),
           (select count(*) from app.mpesa_attempt
             where state in ('created', 'submitting', 'pending')
               and created_at < now() - interval '15 minutes'),
           (select count(*) from app.outbox where done_at is null),
           (select count(*) from app.outbox
             where done_at is null and run_at < now() - interval '5 minutes') $$;
alter function app.operation_counts() owner to dukani_definer;
-- For commands and the operator's own address; no request can ask.
revoke all on function app.operation_counts() from public;
grant execute on function app.operation_counts() to dukani_owner;
