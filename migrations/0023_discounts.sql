-- What is given away: on the whole of a sale too, by whom, and who let it through; and what was handed
-- over in cash.

alter table app.business
    -- To what a total is rounded that is paid in cash alone: the smallest coin. 0: like every other.
    add column cash_rounding_minor bigint not null default 0
        constraint business_cash_rounding check (cash_rounding_minor between 0 and 100000),
    -- What a cashier and a manager may give away without asking, of what goods cost. An owner may all.
    add column cashier_discount_bp integer not null default 1000
        constraint business_cashier_discount check (cashier_discount_bp between 0 and 10000),
    add column manager_discount_bp integer not null default 10000
        constraint business_manager_discount check (manager_discount_bp between 0 and 10000);

alter table app.sale
    add column on_all_minor bigint not null default 0,  -- of discount_minor, what was given on the whole: it lies on the lines
    add column approved_by  uuid,                       -- who let through what the seller may not do herself
    add constraint sale_on_all check (on_all_minor between 0 and discount_minor),
    add constraint sale_approver foreign key (business_id, approved_by) references app.member;

alter table app.payment
    add column handed_minor bigint,                     -- cash: what was handed over; the rest went back as change
    add constraint payment_handed check (handed_minor is null or (tender = 'cash' and handed_minor >= amount_minor));
