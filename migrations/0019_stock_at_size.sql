-- Lists of a shop with a hundred thousand products cost what those of a small one cost: what they are
-- sorted and chosen by is kept where it changes, in rows that the writer holds anyway.

-- What is on the shelf cost, and what was sold there in the last four weeks. The movement log stays the
-- truth: both follow it in the statement that changes the level.
alter table app.stock_level no force row level security;
alter table app.stock_movement no force row level security;
alter table app.location no force row level security;
alter table app.stock_level
    add column value_minor bigint not null default 0
        constraint stock_level_value check (value_minor >= 0),
    add column sold_milli bigint not null default 0
        constraint stock_level_sold check (sold_milli >= 0);
alter table app.location
    -- Levels here count sales from this instant on. Whoever asks what should be ordered moves it on, once
    -- a day, and takes off the levels what was sold before it: nothing has to run at night.
    add column sold_since timestamptz not null default now();
update app.location set sold_since = now() - interval '28 days';
update app.stock_level l
   set value_minor = m.value, sold_milli = m.sold
  from (select business_id, product_id, location_id, sum(value_minor)::bigint as value,
               coalesce(-sum(quantity_milli) filter (
                   where kind in ('sale', 'hand_over')
                     and recorded_at >= now() - interval '28 days'), 0)::bigint as sold
          from app.stock_movement group by business_id, product_id, location_id) m
 where l.business_id = m.business_id and l.product_id = m.product_id and l.location_id = m.location_id;

alter table app.stock_level
    -- On the shelf and promised to nobody.
    add column free_milli bigint not null generated always as (on_hand_milli - reserved_milli) stored,
    -- In how many days it runs out as it sells: below its minimum, or to nothing where it has none. Zero
    -- where it has come to its point already; null where it neither has nor sells.
    add column buy_in_days integer generated always as (case
        when on_hand_milli - reserved_milli - short_milli < reorder_milli then 0
        when on_hand_milli - reserved_milli - short_milli < coalesce(minimum_milli, 0) then 0
        when sold_milli = 0 then null
        when on_hand_milli - reserved_milli - short_milli = reorder_milli then 0
        -- So much that nobody counts it in days is cut, or it could not be multiplied.
        else least(least(on_hand_milli - reserved_milli - short_milli - coalesce(minimum_milli, 0),
                         100000000000000000) * 28 / sold_milli, 10000)::integer
    end) stored;
alter table app.location force row level security;
alter table app.stock_movement force row level security;
alter table app.stock_level force row level security;

-- Each list of levels in its own order.
drop index app.stock_level_at_location, app.stock_level_to_reorder, app.stock_level_below_minimum,
           app.stock_level_short;
create index stock_level_by_free on app.stock_level (business_id, location_id, free_milli, product_id);
create index stock_level_by_value on app.stock_level (business_id, location_id, value_minor, product_id);
create index stock_level_to_reorder on app.stock_level (business_id, location_id, free_milli, product_id)
    where reorder_milli is not null and free_milli <= reorder_milli;
create index stock_level_below_minimum on app.stock_level (business_id, location_id, free_milli, product_id)
    where minimum_milli is not null and free_milli < minimum_milli;
create index stock_level_short on app.stock_level (business_id, location_id, free_milli, product_id)
    where short_milli > 0;
create index stock_level_to_buy on app.stock_level (business_id, location_id, buy_in_days, product_id)
    where buy_in_days is not null;

-- Products that were never anywhere: they have no level, and lists of levels name them all the same.
create table app.unplaced_product (
    business_id bigint not null,
    product_id  uuid   not null,
    primary key (business_id, product_id),
    constraint unplaced_product_product foreign key (business_id, product_id) references app.product
);
alter table app.product no force row level security;
alter table app.stock_level no force row level security;
insert into app.unplaced_product
    select p.business_id, p.product_id from app.product p
     where not exists (select 1 from app.stock_level l
                        where l.business_id = p.business_id and l.product_id = p.product_id);
alter table app.stock_level force row level security;
alter table app.product force row level security;
call app.own_by_business('app.unplaced_product');
grant select, insert, delete on app.unplaced_product to dukani_runtime;

create function app.product_is_unplaced() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into app.unplaced_product select business_id, product_id from fresh;
    return null;
end $$;
create function app.product_is_placed() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    delete from app.unplaced_product where business_id = new.business_id and product_id = new.product_id;
    return null;
end $$;
revoke all on function app.product_is_unplaced(), app.product_is_placed() from public;
create trigger product_is_unplaced after insert on app.product
    referencing new table as fresh for each statement execute function app.product_is_unplaced();
-- For each row: one that is there already fires nothing, and that is what a sale finds.
create trigger product_is_placed after insert on app.stock_level
    for each row execute function app.product_is_placed();

-- A shelf of the catalogue in the order of names.
drop index app.product_by_category;
create index product_by_category on app.product (business_id, category_id, lower(name), product_id)
    where retired_at is null;

-- What an account holds: this, and the lines of entries numbered after it. Whoever posts every two
-- hundredth entry brings it up to date: entries of a business are numbered one after the other, so
-- nothing before it can still be under way. No row of it is touched by the entries in between.
create table app.account_balance (
    business_id   bigint not null,
    account_id    uuid   not null,
    up_to         bigint not null,                 -- the last entry that it counts; the same for all accounts
    balance_minor bigint not null,
    primary key (business_id, account_id),
    constraint account_balance_account foreign key (business_id, account_id) references app.account
);
alter table app.account no force row level security;
alter table app.journal_entry no force row level security;
alter table app.journal_line no force row level security;
insert into app.account_balance
    select a.business_id, a.account_id, e.up_to,
           coalesce((select sum(l.amount_minor) from app.journal_line l
                      where l.business_id = a.business_id and l.account_id = a.account_id), 0)::bigint
      from app.account a
      join (select business_id, max(number) as up_to from app.journal_entry group by business_id) e
        using (business_id);
alter table app.journal_line force row level security;
alter table app.journal_entry force row level security;
alter table app.account force row level security;
call app.own_by_business('app.account_balance');
grant select, insert, update on app.account_balance to dukani_runtime;

-- Search again, for large shops. Of what words find, five hundred are ranked. What stands in much of the
-- catalogue is looked for in a sixteenth of it first, taken by chance, and only there if that is more
-- than anybody reads: to gather all of it would take longer than the rest of the page. What is spelt
-- alike is looked for where words find little; words with a digit are codes, and where those find
-- anything, nothing like them is meant.
create index product_search_sample on app.product using gin (business_id, search_vector, search_text ext.gin_trgm_ops)
    where get_byte(uuid_send(product_id), 15) < 16;
-- Its setting is known to whoever has called that library once.
do $$ begin perform ext.word_similarity('', ''); end $$;
create or replace function app.search_products(p_query text, p_most integer)
    returns table (product_id uuid, rank real)
    language plpgsql stable security definer
    set search_path = pg_catalog, ext, pg_temp set pg_trgm.word_similarity_threshold = 0.45
    -- By the indexes of search, whatever the planner thinks of words that it does not know.
    set enable_seqscan = off set enable_indexscan = off as $$
#variable_conflict use_column
declare
    v_query tsquery := websearch_to_tsquery('simple', p_query);
    v_ids   uuid[];
    v_ranks real[];
    v_alike uuid[];
    v_near  real[];
begin
    select array_agg(w.product_id), array_agg(1 + ts_rank(w.search_vector, v_query))
      into v_ids, v_ranks from (
        select p.product_id, p.search_vector from app.product p
         where p.business_id = app.current_business() and p.search_vector @@ v_query
           and p.retired_at is null and get_byte(uuid_send(p.product_id), 15) < 16
         limit 500) w;
    if coalesce(cardinality(v_ids), 0) < 200 then
        select array_agg(w.product_id), array_agg(1 + ts_rank(w.search_vector, v_query))
          into v_ids, v_ranks from (
            select p.product_id, p.search_vector from app.product p
             where p.business_id = app.current_business() and p.search_vector @@ v_query
               and p.retired_at is null
             limit 500) w;
    end if;
    if coalesce(cardinality(v_ids), 0) < 20 and (v_ids is null or p_query !~ '[0-9]') then
        select array_agg(w.product_id), array_agg(word_similarity(lower(p_query), w.search_text))
          into v_alike, v_near from (
            select p.product_id, p.search_text from app.product p
             where p.business_id = app.current_business() and lower(p_query) <% p.search_text
               and p.retired_at is null and get_byte(uuid_send(p.product_id), 15) < 16
             limit 100) w;
        if coalesce(cardinality(v_alike), 0) < 50 then
            select array_agg(w.product_id), array_agg(word_similarity(lower(p_query), w.search_text))
              into v_alike, v_near from (
                select p.product_id, p.search_text from app.product p
                 where p.business_id = app.current_business() and lower(p_query) <% p.search_text
                   and p.retired_at is null
                 limit 200) w;
        end if;
    end if;
    return query
        select f.id, max(f.rank) from (
            select u.id, u.rank from unnest(v_ids, v_ranks) u(id, rank)
            union all
            select u.id, u.rank from unnest(v_alike, v_near) u(id, rank)) f
         group by f.id order by 2 desc, 1 limit p_most;
end $$;
