-- The page of a sale or a refund shows what tills raised about it: found by the document, however many
-- flags a business has.
create index till_flag_of_sale on app.till_flag (business_id, sale_id)
    where sale_id is not null;
