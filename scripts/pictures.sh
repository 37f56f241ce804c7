#!/usr/bin/env bash
# Takes the README's pictures anew, in public/pictures: of the built program, with a demo of its own.
# Run it after pages have changed. DUKANI_BIN names another program.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$DUKANI_ROOT/end2end"
node_modules/.bin/playwright test --config pictures.config.ts
