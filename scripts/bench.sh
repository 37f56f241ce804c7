#!/usr/bin/env bash
# `make bench`: builds the release and measures it. The tables go to standard output, everything
# else to standard error; the same figures for machines are left in the target folder.
#   BENCH=pages,rate,lighthouse,orders,sales,tills,import,stock,scale,till   which sections (all)
#   BENCH_SECONDS=10 BENCH_ROUNDS=3            how long each load lasts, and how many turns there are
#   BENCH_BUSINESSES=1000 BENCH_PRODUCTS=1000  the size of the large installation
#   BENCH_ORDERS=3200                          orders placed, or sales made, in a turn
#   BENCH_TILL_PRODUCTS=20000,100000           sizes of the business whose till is looked at
#   BENCH_TILL_SALES=140                       sales at each of those tills
#   BENCH_KES_PER_MB=0.077                     what a megabyte costs on a phone
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
# Held to the end: a build beside it would spoil the figures.
hold_build_lock "$@"
cd "$DUKANI_ROOT"

prepare() {
    scripts/setup.sh bench
    scripts/build.sh run
    # shellcheck source=scripts/env.sh
    . scripts/env.sh
    step "Building the bench" cargo bench --locked --bench bench --no-run
}
prepare >&2
# shellcheck source=scripts/env.sh
. scripts/env.sh

# Started by root, the database runs as another user, who has to reach its folder.
BENCH_FOLDER=$(mktemp -d /var/tmp/dukani-bench-XXXXXX)
chmod 755 "$BENCH_FOLDER"
export BENCH_FOLDER
trap 'rm -rf "$BENCH_FOLDER"' EXIT
cargo bench --locked --quiet --bench bench
