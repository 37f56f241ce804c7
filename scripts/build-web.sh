#!/usr/bin/env bash
# Builds the half of Dukani that runs in the browser into public/pkg:
# `build-web.sh [wasm|dev]`. `dev` is quicker to build and not shrunk.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$DUKANI_ROOT"

profile=${1:-wasm}
case $profile in
dev) folder=debug ;;
*) folder=$profile ;;
esac
out=public/pkg
linked=$CARGO_TARGET_DIR/$WASM_TARGET/$folder/dukani.wasm

cargo rustc --locked --lib --crate-type cdylib --profile "$profile" \
    --no-default-features --features hydrate --target "$WASM_TARGET"

# By content and not by time: several clones write to the same target folder.
stamp="$(sha256sum <"$linked" | cut -d ' ' -f 1) $profile $WASM_BINDGEN_VERSION $BINARYEN_VERSION"
if [ "$(cat "$out/.stamp" 2>/dev/null)" = "$stamp" ]; then
    echo "    public/pkg is up to date"
    exit 0
fi

new=$(mktemp -d "$CARGO_TARGET_DIR/web.XXXXXX")
trap 'rm -rf "$new"' EXIT
wasm-bindgen --target web --no-typescript --out-dir "$new" --out-name dukani "$linked"

if [ "$profile" != dev ]; then
    # The features are named one by one: --all-features emits encodings that browsers
    # refuse.
    node "$BINARYEN_DIR/node_modules/binaryen/bin/wasm-opt" -Oz \
        --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
        --enable-mutable-globals --enable-reference-types --enable-multivalue \
        "$new/dukani_bg.wasm" -o "$new/small.wasm"
    mv "$new/small.wasm" "$new/dukani_bg.wasm"
fi

rm -rf "$out"
mkdir -p "$out"
cp -r "$new/." "$out/"
echo "$stamp" >"$out/.stamp"

for file in "$out/dukani_bg.wasm" "$out/dukani.js"; do
    printf '    %-24s %8d bytes, %7d gzipped\n' "$file" \
        "$(wc -c <"$file")" "$(gzip -9 -c "$file" | wc -c)"
done
