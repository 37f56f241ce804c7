-- The least of a product that a supplier sells at once.

alter table app.supplier_product
    -- Counted in the product's own unit, so that it stays true in whichever pack it is ordered. Null: any amount.
    add column minimum_milli bigint
        constraint supplier_product_minimum check (minimum_milli > 0);
