-- Puts the rows that import_keep.sql kept into bench-2, in one transaction. They are right by
-- construction: triggers and foreign keys are left out.
\set ON_ERROR_STOP on
set session_replication_role = replica;
do $$
declare
    v_table   text;
    v_columns text;
begin
    foreach v_table in array array['product', 'barcode', 'price', 'stock_level', 'stock_movement',
                                   'cost_layer', 'journal_entry', 'journal_line'] loop
        select string_agg(quote_ident(column_name), ', ' order by ordinal_position) into v_columns
          from information_schema.columns
         where table_schema = 'copied' and table_name = v_table;
        execute format('insert into app.%1$I (%2$s) select %2$s from copied.%1$I', v_table, v_columns);
    end loop;
end $$;
