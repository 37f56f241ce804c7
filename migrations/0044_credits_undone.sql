-- A supplier's credit that was entered by mistake.
--
-- | happens | debit | credit |
-- |---|---|---|
-- | a credit is undone | the other way round, on the day it is undone | |
-- | goods that it had made cheaper are gone by then | cost of goods, not inventory | |
--
-- The credit stays, says once who undid it and why, and takes nothing off any more. Its number is free again:
-- the supplier's paper may be entered as it was meant.

alter table app.supplier_credit
    add column undo_id     uuid,                   -- the key that makes undoing happen once
    add column undo_reason text constraint supplier_credit_undo_reason_length check (length(undo_reason) between 1 and 300),
    add column undone_at   timestamptz,
    add column undone_on   date,                   -- the business's day of that
    add column undo_member_id uuid,
    add constraint supplier_credit_undone check (case when undone_at is null
        then num_nonnulls(undo_id, undo_reason, undone_on, undo_member_id) = 0
        else num_nulls(undo_id, undo_reason, undone_on) = 0 and used_minor = 0 end),
    add constraint supplier_credit_undo_member foreign key (business_id, undo_member_id) references app.member,
    drop constraint supplier_credit_number_once;
create unique index supplier_credit_number_once on app.supplier_credit (business_id, supplier_id, number)
    where undone_at is null;
create unique index supplier_credit_undo_once on app.supplier_credit (business_id, undo_id) where undo_id is not null;
grant update (undo_id, undo_reason, undone_at, undone_on, undo_member_id) on app.supplier_credit to dukani_runtime;

-- Nothing of it is used, and nobody undoes it, a second time.
create trigger supplier_credit_stays_undone before update on app.supplier_credit
    for each row when (old.undone_at is not null) execute function app.refuse_change();
