-- What the command line imported was kept in the trail alone: the movements and entries it made led to no page. From
-- now on it is kept like every other import; what is there already gets its row out of the trail.

alter table app.audit no force row level security;
alter table app.audit_detail no force row level security;
alter table app.import no force row level security;

insert into app.import (business_id, import_id, file_name, state, dry_run, rows_total, rows_done, added, changed,
                        unchanged, member_id, created_at, ended_at)
select t.business_id, t.import_id, '', 'done', false, t.rows, t.rows, t.added, t.changed,
       greatest(t.rows - t.added - t.changed, 0), t.member_id, t.at, t.at
  from (select distinct on (a.business_id, a.subject_id)
               a.business_id, a.subject_id as import_id, a.member_id, a.at,
               coalesce((d.details ->> 'rows')::integer, 0) as rows,
               coalesce((d.details ->> 'added')::integer, 0) as added,
               coalesce((d.details ->> 'changed')::integer, 0) as changed
          from app.audit a
          left join app.audit_detail d on d.business_id = a.business_id and d.audit_id = a.audit_id
         where a.act = 'product.import' and a.subject_kind = 'import' and a.subject_id is not null
         order by a.business_id, a.subject_id, a.at) t
on conflict (business_id, import_id) do nothing;

alter table app.import force row level security;
alter table app.audit_detail force row level security;
alter table app.audit force row level security;
