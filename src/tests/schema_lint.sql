-- What is wrong with the schema, read from the catalogue: every row returned is a defect.
with t as (select c.oid, c.relname, c.relrowsecurity rls, c.relforcerowsecurity frc, c.relowner
           from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r','p')
             and coalesce(obj_description(c.oid,'pg_class'),'') !~ '^(global|directory):'),       -- "comment on table x is 'global: reason'" or 'directory: reason' marks the few exceptions
 dist as (select oid, (select attnum from pg_attribute a where a.attrelid=t.oid and attname='business_id' and not attisdropped) bn from t)
select * from (
 select 'no business_id column' defect, relname obj from t join dist using(oid) where bn is null
 union all select 'business_id nullable', relname from t join dist using(oid) join pg_attribute a on a.attrelid=t.oid and a.attnum=dist.bn where not a.attnotnull
 union all select 'business_id not bigint', relname from t join dist using(oid) join pg_attribute a on a.attrelid=t.oid and a.attnum=dist.bn where a.atttypid<>'int8'::regtype
 union all select 'RLS not enabled', relname from t where not rls
 union all select 'RLS not forced', relname from t where not frc
 union all select 'no policy', relname from t where not exists (select 1 from pg_policy p where p.polrelid=t.oid)
 union all select 'policy without WITH CHECK: '||p.polname, relname from t join pg_policy p on p.polrelid=t.oid where p.polcmd in ('*','a','w') and p.polwithcheck is null
 union all select 'policy not the standard expression: '||p.polname, relname from t join pg_policy p on p.polrelid=t.oid where not (p.polcmd='r' and not ('dukani_runtime'::regrole = any(p.polroles)) and not (0 = any(p.polroles))) and pg_get_expr(p.polqual,p.polrelid) is distinct from '(business_id = '||'app'||'.current_business())'
 union all select 'policy uses a sub-select (Citus refuses it): '||p.polname, relname from t join pg_policy p on p.polrelid=t.oid where pg_get_expr(p.polqual,p.polrelid) ~* 'select'
 union all select 'owned by runtime role', relname from t where relowner = 'dukani_runtime'::regrole
 union all select 'key/unique/exclusion without business_id: '||conname, t.relname from t join dist using(oid) join pg_constraint k on k.conrelid=t.oid where contype in ('p','u','x') and not (bn = any(conkey))
 union all select 'key does not START with business_id: '||conname, t.relname from t join dist using(oid) join pg_constraint k on k.conrelid=t.oid where contype in ('p','u') and bn = any(conkey) and conkey[1]<>bn
 union all select 'unique index without business_id: '||ic.relname, t.relname from t join dist using(oid) join pg_index i on i.indrelid=t.oid join pg_class ic on ic.oid=i.indexrelid where i.indisunique and not (bn = any(i.indkey::int2[]))
 union all select 'index does not start with business_id: '||ic.relname, t.relname from t join dist using(oid) join pg_index i on i.indrelid=t.oid join pg_class ic on ic.oid=i.indexrelid where i.indkey[0] is distinct from bn and coalesce(obj_description(ic.oid,'pg_class'),'') !~ '^global:'
 union all select 'FK without business_id on both sides: '||conname, t.relname from t join dist using(oid) join pg_constraint k on k.conrelid=t.oid join dist d2 on d2.oid=k.confrelid
     where contype='f' and d2.bn is not null and not exists (select 1 from generate_subscripts(conkey,1) s where conkey[s]=dist.bn and confkey[s]=d2.bn)
 union all select 'FK ON DELETE SET NULL/DEFAULT (Citus refuses it): '||conname, t.relname from t join pg_constraint k on k.conrelid=t.oid where contype='f' and confdeltype in ('n','d')
 union all select 'enum column (enum = is not leakproof, index unusable under RLS; hard to alter): '||a.attname, t.relname from t join pg_attribute a on a.attrelid=t.oid join pg_type y on y.oid=a.atttypid where y.typtype='e' and a.attnum>0
 union all select 'identity/serial narrower than bigint: '||a.attname, t.relname from t join pg_attribute a on a.attrelid=t.oid where a.attidentity<>'' and a.atttypid<>'int8'::regtype
 union all select 'runtime role may DELETE/TRUNCATE append-only table', t.relname from t where exists (select 1 from pg_trigger g where g.tgrelid=t.oid and g.tgname like 'append_only%') and (has_table_privilege('dukani_runtime',t.oid,'DELETE') or has_table_privilege('dukani_runtime',t.oid,'TRUNCATE') or has_table_privilege('dukani_runtime',t.oid,'UPDATE'))
 union all select 'runtime role has TRUNCATE/REFERENCES/TRIGGER', t.relname from t where has_table_privilege('dukani_runtime',t.oid,'TRUNCATE') or has_table_privilege('dukani_runtime',t.oid,'REFERENCES') or has_table_privilege('dukani_runtime',t.oid,'TRIGGER')
 union all select 'view without security_invoker', c.relname from pg_class c where c.relnamespace='app'::regnamespace and c.relkind='v' and coalesce(array_to_string(c.reloptions,','),'') !~ 'security_invoker=(true|on|1)' and has_table_privilege('dukani_runtime',c.oid,'SELECT')
 union all select 'materialized view readable by runtime role (no RLS on matviews)', c.relname from pg_class c where c.relnamespace='app'::regnamespace and c.relkind='m' and has_table_privilege('dukani_runtime',c.oid,'SELECT')
 union all select 'SECURITY DEFINER without fixed search_path', p.proname from pg_proc p where p.pronamespace='app'::regnamespace and p.prosecdef and coalesce(array_to_string(p.proconfig,','),'') !~ 'search_path='
 union all select 'SECURITY DEFINER executable by PUBLIC', p.proname from pg_proc p where p.pronamespace='app'::regnamespace and p.prosecdef and has_function_privilege('public',p.oid,'EXECUTE')
 union all select 'current_business() not inlinable (has SET clause or not SQL/STABLE)', p.proname from pg_proc p where p.pronamespace='app'::regnamespace and p.proname='current_business' and (p.proconfig is not null or p.provolatile<>'s' or p.prolang<>(select oid from pg_language where lanname='sql'))
 union all select 'runtime role is superuser/BYPASSRLS/CREATEROLE/CREATEDB/REPLICATION', rolname from pg_roles where rolname='dukani_runtime' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
 union all select 'runtime role is member of '||r.rolname, 'dukani_runtime' from pg_auth_members m join pg_roles r on r.oid=m.roleid where m.member='dukani_runtime'::regrole
 union all select 'runtime role can create in schema '||nspname, 'dukani_runtime' from pg_namespace where has_schema_privilege('dukani_runtime',oid,'CREATE') and nspname !~ '^pg_'
 union all select 'runtime role can create TEMP tables', 'dukani_runtime' where has_database_privilege('dukani_runtime',current_database(),'TEMP')
) x order by 1,2
