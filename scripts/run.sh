#!/usr/bin/env bash
# `make run`: from a fresh clone to a running program. A second run with nothing changed
# only looks around and starts.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")

"$here/build.sh" run

# After the build: only now it is certain which Rust, and so which PATH, is used.
# shellcheck source=scripts/env.sh
. "$here/env.sh"
cd "$DUKANI_ROOT"
# `exec`, so that Ctrl-C and the exit status are the program's own.
exec "$CARGO_TARGET_DIR/release/dukani" serve --demo
