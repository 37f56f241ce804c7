-- What a till tells of has happened: it is in the books, and a manager is told what is odd about it.

-- ---------------------------------------------------------------------------------------------
-- Tips may be paid out at one till that another has not told of yet. The account of tips is below nothing then,
-- until those are in the books, and a manager is told.

alter table app.till_flag
    drop constraint till_flag_code,
    add constraint till_flag_code check (code in (
        'clock', 'month', 'place', 'member', 'power', 'customer', 'goods', 'price', 'discount',
        'below_cost', 'stock', 'expired', 'credit', 'receipt', 'total', 'number', 'shift', 'till',
        'quick_item',
        'tips',         -- more was paid out than was owed
        'refused'));

-- ---------------------------------------------------------------------------------------------
-- A shift may begin while another one of hers is open at its till: that of a till that was lost is told of by
-- another one, or the end of the older was never told. It is written down beside the other, so that nothing
-- that happened in it is outside of any, and each is closed by itself.

alter table app.shift
    add column beside boolean not null default false;  -- a till told of it while another one of hers was open there
drop index app.shift_open_once;
create unique index shift_open_once on app.shift (business_id, device_id, member_id)
    where closed_at is null and not beside;
-- Whatever began how, the open ones of a till are found by it.
create index shift_open on app.shift (business_id, device_id, member_id) where closed_at is null;

-- ---------------------------------------------------------------------------------------------
-- A till may have written somebody down by what is no phone number, and sold to her on account: she owes it all
-- the same. So a customer may have none; nobody else writes one down without.

alter table app.customer
    alter column phone drop not null;              -- none: a till wrote her down by what is none, or only sold to her
