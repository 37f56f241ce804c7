-- Search says of what it finds whether it has a stock of its own: it has the row in its hand, and whoever
-- lists levels need not look for two hundred products once more.
--
-- Of what words find, five hundred are ranked; of what stands in much of the catalogue, no more than
-- anybody reads. What is spelt alike is looked for as before. Its statements are planned once a
-- connection: they go by the indexes of search whatever the words are, and to plan them for each word took
-- as long as to look for it. Whoever joins what it finds is told that it is little: taken for a thousand,
-- it was looked for in the whole catalogue.

-- The setting of trigrams is known to whoever has called their library once.
do $$ begin perform ext.word_similarity('', ''); end $$;
drop function app.search_products(text, integer);
create function app.search_products(p_query text, p_most integer)
    returns table (product_id uuid, rank real, kind text)
    language plpgsql stable security definer rows 50
    set search_path = pg_catalog, ext, pg_temp set pg_trgm.word_similarity_threshold = 0.45
    -- By the indexes of search, whatever the planner thinks of words that it does not know.
    set enable_seqscan = off set enable_indexscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    -- Held here, so that the plan suits a business of usual size, and not the one that came first.
    v_business bigint := app.current_business();
    v_query tsquery := websearch_to_tsquery('simple', p_query);
    v_ids   uuid[];
    v_ranks real[];
    v_kinds text[];
    v_alike uuid[];
    v_near  real[];
    v_types text[];
begin
    select array_agg(w.product_id), array_agg(1 + ts_rank(w.search_vector, v_query)), array_agg(w.kind)
      into v_ids, v_ranks, v_kinds from (
        select p.product_id, p.search_vector, p.kind from app.product p
         where p.business_id = v_business and p.search_vector @@ v_query
           and p.retired_at is null and get_byte(uuid_send(p.product_id), 15) < 16
         limit 200) w;
    if coalesce(cardinality(v_ids), 0) < 200 then
        select array_agg(w.product_id), array_agg(1 + ts_rank(w.search_vector, v_query)), array_agg(w.kind)
          into v_ids, v_ranks, v_kinds from (
            select p.product_id, p.search_vector, p.kind from app.product p
             where p.business_id = v_business and p.search_vector @@ v_query
               and p.retired_at is null
             limit 500) w;
    end if;
    if coalesce(cardinality(v_ids), 0) < 20 and (v_ids is null or p_query !~ '[0-9]') then
        select array_agg(w.product_id), array_agg(word_similarity(lower(p_query), w.search_text)),
               array_agg(w.kind)
          into v_alike, v_near, v_types from (
            select p.product_id, p.search_text, p.kind from app.product p
             where p.business_id = v_business and lower(p_query) <% p.search_text
               and p.retired_at is null and get_byte(uuid_send(p.product_id), 15) < 16
             limit 100) w;
        if coalesce(cardinality(v_alike), 0) < 50 then
            select array_agg(w.product_id), array_agg(word_similarity(lower(p_query), w.search_text)),
                   array_agg(w.kind)
              into v_alike, v_near, v_types from (
                select p.product_id, p.search_text, p.kind from app.product p
                 where p.business_id = v_business and lower(p_query) <% p.search_text
                   and p.retired_at is null
                 limit 200) w;
        end if;
    end if;
    return query
        select u.id, u.rank, u.kind from unnest(v_ids, v_ranks, v_kinds) u(id, rank, kind)
        union all
        -- Whole words are more than what is like them: whatever they found stands there once, by them.
        select u.id, u.rank, u.kind from unnest(v_alike, v_near, v_types) u(id, rank, kind)
         where u.id <> all(coalesce(v_ids, '{}'))
         order by 2 desc, 1 limit p_most;
end $$;
alter function app.search_products(text, integer) owner to dukani_definer;
revoke all on function app.search_products(text, integer) from public;
grant execute on function app.search_products(text, integer) to dukani_runtime;
