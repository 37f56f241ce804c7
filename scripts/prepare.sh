#!/usr/bin/env bash
# Writes .sqlx: what the checked queries were checked against, so that a build needs no database.
# Starts a throwaway PostgreSQL with the migrations in it, and checks the code against that.
#   scripts/prepare.sh          writes .sqlx anew
#   scripts/prepare.sh --serve  leaves the database up for a development session; prints its address
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
home=$(mktemp -d /var/tmp/dukani-prepare-XXXX)
chmod 755 "$home"
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
[ "$(id -u)" = 0 ] && chown postgres "$home"
as "$bin/initdb" -D "$home/pg" -U dukani --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
as "$bin/pg_ctl" -D "$home/pg" -l "$home/log" -w -s -o "-c listen_addresses= -c unix_socket_directories=$home -c fsync=off" start
stop() { as "$bin/pg_ctl" -D "$home/pg" -m immediate -s stop || true; rm -rf "$home"; }
[ "${1:-}" = --serve ] || trap stop EXIT

sql() { psql -q -v ON_ERROR_STOP=1 -h "$home" -U dukani -d "$@"; }
sql postgres -c 'create database dukani'
for role in owner runtime definer jobs backup; do sql dukani -c "create role dukani_$role"; done
sql dukani <<'SQL'
grant dukani_definer, dukani_jobs to dukani_owner;
grant create on database dukani to dukani_owner;
revoke temporary on database dukani from public;
revoke all on schema public from public;
create schema ext authorization dukani_owner;
create schema graphile_worker authorization dukani_jobs;
create schema app authorization dukani_owner;
set role dukani_owner;
grant usage, create on schema app to dukani_definer, dukani_jobs;
SQL
for file in migrations/*.sql; do (echo 'set role dukani_owner;'; cat "$file") | sql dukani; done

url="postgres://dukani@localhost/dukani?host=$home"
if [ "${1:-}" = --serve ]; then echo "$url"; exit; fi
rm -rf .sqlx && mkdir .sqlx
touch src/lib.rs
DATABASE_URL="$url" SQLX_OFFLINE_DIR="$PWD/.sqlx" SQLX_OFFLINE=false cargo check --all-targets
ls .sqlx | wc -l
