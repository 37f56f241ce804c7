-- Receipts: the code by which whoever holds one may ask whether it is ours, how often each was printed,
-- and the shop's own words on them.

-- ---------------------------------------------------------------------------------------------
-- A document's code is the random part of its id, written in letters that nobody misreads (no 0/O, no
-- 1/I/L): twelve of them, 31^12 codes. So a till knows it before it has a network, and whoever sends a
-- document cannot choose it apart from its id.

create function app.receipt_code(p_sale uuid) returns text
    language plpgsql immutable strict parallel safe as $$
declare
    v_rest bigint := ('x' || right(replace(p_sale::text, '-', ''), 16))::bit(64)::bigint
                     & 4611686018427387903;       -- without the two bits that say which kind of id it is
    v_code text := '';
begin
    for i in 1..12 loop
        v_code := v_code || substr('23456789ABCDEFGHJKMNPQRSTUVWXYZ', 1 + (v_rest % 31)::integer, 1);
        v_rest := v_rest / 31;
    end loop;
    return v_code;
end $$;
revoke all on function app.receipt_code(uuid) from public;
grant execute on function app.receipt_code(uuid) to dukani_runtime;

alter table app.sale
    add column code text not null generated always as (app.receipt_code(sale_id)) stored;
-- Not unique: what happened is written down, even if its code is once another's too.
create index sale_by_code on app.sale (business_id, code);

-- ---------------------------------------------------------------------------------------------
-- Each time that a receipt went to a printer. The first is the receipt, those after it are copies.

create table app.receipt_print (
    business_id bigint      not null references app.business,
    print_id    uuid        not null,              -- made with the form, or by the till: sent twice, it is one
    sale_id     uuid        not null,
    number      integer     not null constraint receipt_print_number check (number > 0),
    printed_at  timestamptz not null,
    member_id   uuid        not null,
    device_id   uuid,                              -- at which till; empty: in the back office
    primary key (business_id, print_id),
    constraint receipt_print_number_once unique (business_id, sale_id, number),
    constraint receipt_print_sale foreign key (business_id, sale_id) references app.sale,
    constraint receipt_print_member foreign key (business_id, member_id) references app.member,
    constraint receipt_print_device foreign key (business_id, device_id) references app.device
);
call app.own_by_business('app.receipt_print');
call app.append_only('app.receipt_print');
grant select, insert on app.receipt_print to dukani_runtime;

-- ---------------------------------------------------------------------------------------------

alter table app.business
    add column receipt_header text not null default '' -- under the shop's name
        constraint business_receipt_header_length check (length(receipt_header) <= 300),
    add column receipt_footer text not null default '' -- at the end
        constraint business_receipt_footer_length check (length(receipt_footer) <= 300);
