-- Goods that go back before their bill, goods that had moved before their freight came, and a tax rate
-- that was wrong.

-- Of what came, what went back before any bill named it: nothing is to be billed for it any more. What
-- waits for its bill, under goods received, is the rest.
alter table app.receipt_line
    add column dropped_milli bigint not null default 0,   -- of what went back
    add column dropped_minor bigint not null default 0,   -- of the value, what it had been received at
    drop constraint receipt_line_billed,
    drop constraint receipt_line_billed_value,
    add constraint receipt_line_billed check (billed_milli >= 0 and dropped_milli >= 0
                                              and billed_milli + dropped_milli <= quantity_milli),
    add constraint receipt_line_billed_value check (billed_minor >= 0 and dropped_minor >= 0
                                                    and billed_minor + dropped_minor <= value_minor),
    add constraint receipt_line_dropped check (dropped_milli <= returned_milli);
grant update (dropped_milli, dropped_minor) on app.receipt_line to dukani_runtime;
drop index app.receipt_line_to_bill;
create index receipt_line_to_bill on app.receipt_line (business_id, receipt_id)
    where billed_milli + dropped_milli < quantity_milli;

-- The same, by the paper with which it went back. A supplier takes nothing off for it: she never asked.
alter table app.supplier_credit_line
    add column dropped_milli bigint not null default 0,
    add column dropped_minor bigint not null default 0,
    add constraint supplier_credit_line_dropped check (dropped_milli between 0 and quantity_milli
                                                       and dropped_minor >= 0);
alter table app.supplier_credit
    drop constraint supplier_credit_total,
    add constraint supplier_credit_total check (total_minor >= 0 and total_minor = net_minor + tax_minor);

-- Where goods came from that a transfer only moved: the movement that brought them into the business.
-- Freight that comes later finds them by it. Empty: the layer's own movement.
alter table app.cost_layer
    add column origin_id uuid,
    add constraint cost_layer_origin foreign key (business_id, origin_id) references app.stock_movement;
create index cost_layer_of_origin on app.cost_layer (business_id, origin_id) where origin_id is not null;
alter table app.transfer_part
    add column origin_id uuid,
    add constraint transfer_part_origin foreign key (business_id, origin_id) references app.stock_movement;

-- A rate whose day is still to come is withdrawn; one that has begun stays.
grant delete on app.tax_rate to dukani_runtime;
