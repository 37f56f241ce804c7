-- A till knows of what is on its shelves how much may be sold until which day. Its level says when that is other
-- (0022), for whatever moves goods moves a level too; but a batch that is put right moves none. So its last day is
-- told by the goods themselves. Whoever puts a batch right has the levels of its product locked, as every movement
-- has: nobody waits for another here.

create function app.tills_know_last_days_anew() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    insert into app.till_change as c (business_id, kind, id, place, xid)
        values (new.business_id, 'stock', new.product_id, new.location_id, pg_current_xact_id()::text::bigint)
            on conflict (business_id, kind, id, place) do update set xid = excluded.xid
         where c.xid <> excluded.xid;
    return null;
end $$;
revoke all on function app.tills_know_last_days_anew() from public;

create trigger tills_know_of_last_days after update of expires_on on app.cost_layer
    for each row when (new.left_milli > 0 and old.expires_on is distinct from new.expires_on)
    execute function app.tills_know_last_days_anew();
