-- 0048 fills app.import in out of the trail, as the owner of both, whom row security binds as well: wherever the
-- command line had imported anything it was refused, and nothing after it could run. So the force is lifted before
-- it, by a number that comes first wherever 0048 has not run yet, and put back after it, by 0049.
alter table app.audit no force row level security;
alter table app.audit_detail no force row level security;
alter table app.import no force row level security;
