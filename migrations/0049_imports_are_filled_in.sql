-- 0048 is done: what 0045 lifted for it is in force again.
alter table app.import force row level security;
alter table app.audit_detail force row level security;
alter table app.audit force row level security;
