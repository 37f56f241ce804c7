-- An open stock take of everything bench-1 has: of every other product ten more were counted than the
-- books say, of the others ten fewer. Answers its id.
\set ON_ERROR_STOP on
set session_replication_role = replica;
create temporary table shelf as
    select l.*, row_number() over (order by product_id) as place, gen_random_uuid() as take_id
      from app.stock_level l join app.business b using (business_id) where b.slug = 'bench-1';
update shelf set take_id = (select take_id from shelf where place = 1);
insert into app.stock_take (business_id, take_id, number, location_id, opened_at, business_date)
    select s.business_id, s.take_id,
           (select coalesce(max(number), 0) + 1000 from app.stock_take t where t.business_id = s.business_id),
           s.location_id, now(), now()::date
      from shelf s where place = 1;
insert into app.stock_take_line (business_id, take_id, product_id, counted_milli, book_milli, counted_at)
    select business_id, take_id, product_id,
           on_hand_milli + case when place % 2 = 0 then 10000 else -10000 end, on_hand_milli, now()
      from shelf;
select take_id from shelf where place = 1;
