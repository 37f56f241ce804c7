-- The way into the catalogue that all businesses share: a command of whoever runs the installation, and
-- nothing else. Requests only read it.

-- Writes goods by their barcode; how many are new, and how many are called otherwise now.
create function app.keep_shared_products(p_barcodes text[], p_names text[], p_brands text[],
                                         p_categories text[], p_units text[], p_taxes text[])
    returns bigint[] language sql set search_path = pg_catalog, pg_temp as $$
    with kept as (
        insert into app.shared_product as s (barcode, name, brand, category, unit, tax_code)
        select barcode, name, brand, category, unit, tax
          from unnest(p_barcodes, p_names, p_brands, p_categories, p_units, p_taxes)
               as n (barcode, name, brand, category, unit, tax)
        on conflict (barcode) do update
           set name = excluded.name, brand = excluded.brand, category = excluded.category,
               unit = excluded.unit, tax_code = excluded.tax_code
         where (s.name, s.brand, s.category, s.unit, s.tax_code)
               is distinct from (excluded.name, excluded.brand, excluded.category, excluded.unit,
                                 excluded.tax_code)
        returning xmax = 0 as is_new)
    select array[count(*) filter (where is_new), count(*) filter (where not is_new)] from kept $$;
revoke all on function app.keep_shared_products(text[], text[], text[], text[], text[], text[]) from public;
grant execute on function app.keep_shared_products(text[], text[], text[], text[], text[], text[]) to dukani_owner;
