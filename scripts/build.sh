#!/usr/bin/env bash
# Sets up and builds: `build.sh run` for both halves in release, `build.sh web` for the
# browser's half alone.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
hold_build_lock "$@"
cd "$DUKANI_ROOT"

scripts/setup.sh run
# shellcheck source=scripts/env.sh
. scripts/env.sh

step "Building the browser's half (the first time takes about 5 minutes)" scripts/build-web.sh
if [ "${1:-run}" = run ]; then
    step "Building the program (the first time takes about 10 minutes)" \
        cargo build --release --locked
fi
