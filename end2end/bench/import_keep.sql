-- Keeps the rows that the import of turn :round made in bench-1, as they would stand in bench-2.
\set ON_ERROR_STOP on
set client_min_messages = warning;
drop schema if exists copied cascade;
create schema copied;
create table copied.goods as
    select product_id
      from app.product join app.business b using (business_id)
     where b.slug = 'bench-1' and sku like 'IMPORT-' || :'round' || '-%';
create table copied.documents as
    select distinct source_id
      from app.stock_movement join app.business b using (business_id)
     where b.slug = 'bench-1' and product_id in (table copied.goods);
create table copied.entries as
    select entry_id
      from app.journal_entry join app.business b using (business_id)
     where b.slug = 'bench-1' and source_id in (table copied.documents);

-- The rows of a table, without the columns that it makes itself.
create procedure copied.keep(p_table text, p_of text) language plpgsql as $$
declare
    v_columns text;
begin
    select string_agg(quote_ident(column_name), ', ' order by ordinal_position) into v_columns
      from information_schema.columns
     where table_schema = 'app' and table_name = p_table and is_generated = 'NEVER';
    execute format('create table copied.%1$I as select %2$s from app.%1$I
                     where business_id = (select business_id from app.business where slug = ''bench-1'')
                       and %3$s', p_table, v_columns, p_of);
    execute format('update copied.%I set business_id =
                        (select business_id from app.business where slug = ''bench-2'')', p_table);
    execute format('analyze copied.%I', p_table);
end $$;
call copied.keep('product', 'product_id in (table copied.goods)');
call copied.keep('barcode', 'product_id in (table copied.goods)');
call copied.keep('price', 'product_id in (table copied.goods)');
call copied.keep('stock_level', 'product_id in (table copied.goods)');
call copied.keep('stock_movement', 'product_id in (table copied.goods)');
call copied.keep('cost_layer', 'product_id in (table copied.goods)');
call copied.keep('journal_entry', 'entry_id in (table copied.entries)');
call copied.keep('journal_line', 'entry_id in (table copied.entries)');
checkpoint;
