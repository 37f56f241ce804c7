#!/usr/bin/env bash
# `make proof`: the proofs of end2end/proof at full size, on the release build, and random histories of
# documents inside the program. Each size can be set:
#   PROOF_DB_KILLS=10 scripts/proof.sh orders_survive_a_killed_database
# An argument is the name, or a part of the name, of what to run; none runs everything.
# PROOF_SEED=… has a run again. At the end stands a table for the README.
set -uo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
hold_build_lock "$@"
cd "$DUKANI_ROOT" || exit 1

export PROOF_CLIENTS=${PROOF_CLIENTS:-12}
# PostgreSQL killed under orders, how long it may run in between, and how many orders there must be.
export PROOF_DB_KILLS=${PROOF_DB_KILLS:-100}
export PROOF_DB_ORDERS=${PROOF_DB_ORDERS:-200000}
export PROOF_DB_KILL_EVERY_MS=${PROOF_DB_KILL_EVERY_MS:-20000}
export PROOF_DB_AWAY_MS=${PROOF_DB_AWAY_MS:-20000}
# The control: so many kills at most until it has found a loss.
export PROOF_CONTROL_KILLS=${PROOF_CONTROL_KILLS:-10}
# Server nodes killed under orders.
export PROOF_NODE_KILLS=${PROOF_NODE_KILLS:-200}
export PROOF_NODE_KILL_EVERY_MS=${PROOF_NODE_KILL_EVERY_MS:-5000}
# The last item.
export PROOF_ROUNDS=${PROOF_ROUNDS:-1000}
export PROOF_BUYERS=${PROOF_BUYERS:-500}
# M-Pesa's callbacks: waves of so many prompts each.
export PROOF_WAVES=${PROOF_WAVES:-500}
export PROOF_WAVE=${PROOF_WAVE:-200}
export PROOF_SETTLED_WITHIN_S=${PROOF_SETTLED_WITHIN_S:-900}
# One key, many submissions.
export PROOF_KEYS=${PROOF_KEYS:-1000}
export PROOF_SUBMISSIONS=${PROOF_SUBMISSIONS:-100}
# Every form from the owner of another business: so often.
export PROOF_WALL_TRIES=${PROOF_WALL_TRIES:-40}
# Nonsense sent to every address: so many requests.
export PROOF_REQUESTS=${PROOF_REQUESTS:-1000000}
# No answer may take longer, in seconds.
export PROOF_ANSWER_SECONDS=${PROOF_ANSWER_SECONDS:-10}
# Histories of documents: so many shops, one after the other; workers in each, and acts of each worker.
export PROOF_SHOPS=${PROOF_SHOPS:-36}
export PROOF_WORKERS=${PROOF_WORKERS:-8}
export PROOF_ACTS=${PROOF_ACTS:-150}
# Faults round a till in a browser; TILL_SEED=… has them again.
export TILL_ROUNDS=${TILL_ROUNDS:-200}

failed=0
skipped=

# One kind of proof after the other; one that fails does not keep the next from running.
prove() {
    step "$@" || failed=$((failed + 1))
}

browser_till() {
    (cd end2end && node_modules/.bin/playwright test --project=desk till-faults)
}

# The sweeps of all tables, addresses and server functions are whole in `make test` too; here they stand
# in the table.
walls() {
    local log started=$SECONDS status
    log=$(mktemp)
    cargo test --locked --lib -- tests::isolation tests::tenancy tests::endpoints | tee "$log"
    status=${PIPESTATUS[0]}
    if [ "$status" -eq 0 ]; then
        echo "| walls between businesses, inside the program | $(awk '/^test result: ok/ { print $4 }' "$log")" \
            "sweeps | foreign ids in every table, address and function; the id that queries bind is a" \
            "lie; each sweep finds a leak put there | | 0 | 0 | $((SECONDS - started)) | |" >>"$PROOF_TABLE"
    fi
    rm -f "$log"
    return "$status"
}

hardware() {
    local cpu memory disk
    cpu=$(awk -F ': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)
    memory=$(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo)
    disk=$(df --output=fstype /var/tmp | tail -n 1)
    echo "$(nproc) × ${cpu:-$(uname -m)}, $memory of memory, $disk, Linux $(uname -r | cut -d - -f 1)," \
        "$("$(find /usr/lib/postgresql -path '*/bin/postgres' | sort -V | tail -n 1)" --version)"
}

step "Set-up" scripts/setup.sh proof || exit 1
# shellcheck source=scripts/env.sh
. scripts/env.sh
step "Building the program" cargo build --release --locked || exit 1

PROOF_TABLE=$(mktemp)
export PROOF_TABLE
export DUKANI_BIN=${DUKANI_BIN:-$CARGO_TARGET_DIR/release/dukani}
# The driver is the debug build that `make test` made; what it drives is DUKANI_BIN.
prove "Crashes, races, callbacks, keys, nonsense" \
    cargo test --locked --test proof -- --nocapture --test-threads=1 "$@"
# They stand in the library's own tests, with its verbs; the build is the one that `make test` made.
histories=random_histories_of_documents_stay_in_balance
if [ $# -eq 0 ] || [[ $histories == *"$1"* ]]; then
    prove "Histories of documents" cargo test --locked --lib -- --nocapture "$histories"
fi
if [ $# -eq 0 ]; then
    prove "The library's own tests, by another chance than \`make test\` has" cargo test --locked --lib
fi
# The browser, and the till that it loads, are there where `make test` was run.
till=till_faults
if [ $# -eq 0 ] || [[ $till == *"$1"* ]]; then
    if [ -x end2end/node_modules/.bin/playwright ] && [ -f public/pkg/till_bg.wasm ]; then
        prove "A till in a browser" browser_till
    else
        skipped="$skipped; the till was not tried in a browser: run \`make test\` first"
    fi
fi
if [ $# -eq 0 ]; then
    prove "Walls between businesses: every table, address, server function, and a scope that lies" walls
    deny=$DUKANI_TOOLS/cargo-deny/bin/cargo-deny
    prove "Licences and sources of libraries" "$deny" check licenses bans sources
    # What is known of libraries' weaknesses is asked of a place that not every machine can reach.
    if "$deny" fetch db >/dev/null 2>&1; then
        prove "Known weaknesses of libraries" "$deny" check advisories
    else
        skipped="$skipped; known weaknesses of libraries were not asked: their database cannot be reached"
    fi
fi

echo
echo "On $(hardware), $(git rev-parse --short HEAD 2>/dev/null || echo 'no git'), $(date -u +%F):"
echo
echo "| what | size | faults | acknowledged | lost | doubled | seconds | seed |"
echo "|---|---|---|---:|---:|---:|---:|---:|"
cat "$PROOF_TABLE"
rm -f "$PROOF_TABLE"
echo
echo "$failed failed$skipped"
exit $((failed > 0))
