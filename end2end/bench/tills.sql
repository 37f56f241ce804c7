-- Makes :tills tills of the business bench-1, T1 and so on, at the place where its goods are, each with a
-- token that follows from its number and a cashier of its own. They open their shifts themselves.
\set ON_ERROR_STOP on
set session_replication_role = replica;

create function pg_temp.id(p_kind text, p_number bigint) returns uuid language sql immutable as $$
    select ('01970000-00' || p_kind || '-7000-8000-' || lpad(to_hex(p_number), 12, '0'))::uuid $$;

create temporary table fresh as
    select m.business_id, m.member_id as owner_id, l.location_id, n as number,
           sha256(convert_to('bench-till-' || n, 'UTF8')) as token_digest
      from app.business b
      join app.member m on m.business_id = b.business_id and m.role = 'owner'
      cross join lateral (select location_id from app.stock_level
                           where business_id = b.business_id limit 1) l
      cross join generate_series(1, :tills) n
     where b.slug = 'bench-1';
insert into app.device (business_id, device_id, name, location_id, series, token_digest, enrolled_by,
                        enrolled_at)
    select business_id, pg_temp.id('08', number), 'Till ' || number, location_id, 'T' || number,
           token_digest, owner_id, now()
      from fresh;
insert into app.device_token (token_digest, business_id, device_id)
    select token_digest, business_id, pg_temp.id('08', number) from fresh;
insert into app.member (business_id, member_id, user_id, name, role)
    select business_id, pg_temp.id('09', number), 1000000 + number, 'Cashier ' || number, 'cashier'
      from fresh;
