#!/usr/bin/env bash
# Builds the halves of Dukani that run in the browser into public/pkg: what wakes pages (dukani) and the
# till (till).
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
# Nothing has been compiled yet on a fresh machine.
mkdir -p "$CARGO_TARGET_DIR"
new=$(mktemp -d "$CARGO_TARGET_DIR/web.XXXXXX")
trap 'rm -rf "$new"' EXIT

# Packs a file once, as small as it gets, for every browser that asks for it later.
pack() {
    node -e '
        const fs = require("fs"), zlib = require("zlib"), file = process.argv[1];
        const bytes = fs.readFileSync(file);
        fs.writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
        // All of it at once, within one window, and short distances spelled out: what packs best was tried.
        const params = {
            [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
            [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
            [zlib.constants.BROTLI_PARAM_LGBLOCK]: 24,
            [zlib.constants.BROTLI_PARAM_NDIRECT]: 15,
        };
        fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes, { params }));' "$1"
}

# Leaves out of a script what is for people: lines that are comments, and indentation.
bare() {
    node -e '
        const fs = require("fs"), file = process.argv[1], text = fs.readFileSync(file, "utf8");
        const code = text.replace(/^\s*\/\*\*[\s\S]*?\*\/\s*$/gm, "").split("\n").map((line) => line.trim());
        const kept = code.filter((line) => line !== "" && !line.startsWith("//"));
        fs.writeFileSync(file, `${kept.join("\n")}\n`);' "$1"
}

# What a till loads beside its module, in one file with the module's own script; the last one starts it.
TILL_SCRIPTS=(src/till/shell/printer.js public/camera.js src/till/shell/start.js)

# Builds one bundle: $1 is its name, $2 the feature that it is built with.
bundle() {
    local name=$1 feature=$2 stamp
    cargo rustc --locked --lib --crate-type cdylib --profile "$profile" \
        --no-default-features --features "$feature" --target "$WASM_TARGET"
    # By content and not by time: several clones write to the same target folder. This script says how
    # the content is shrunk.
    stamp="$(cat "$linked" scripts/build-web.sh scripts/slim.mjs "${TILL_SCRIPTS[@]}" | sha256sum | cut -d ' ' -f 1) $profile $WASM_BINDGEN_VERSION $BINARYEN_VERSION"
    if [ "$(cat "$out/.$name.stamp" 2>/dev/null)" = "$stamp" ]; then
        echo "    $out/$name is up to date"
        return
    fi
    rm -rf "${new:?}"/*
    wasm-bindgen --target web --no-typescript --out-dir "$new" --out-name "$name" "$linked"
    local module=$new/${name}_bg.wasm script=$new/$name.js list unused
    if [ "$profile" != dev ]; then
        list=$(node scripts/slim.mjs unused "$module" "$script")
        mapfile -t unused <<<"$list"
        # The features are named one by one: --all-features emits encodings that browsers
        # refuse. What packs best was tried: control flow made anew, nothing but the smallest inlined.
        # What is of one kind stands together, by its name: it repeats itself.
        # Rust's stack ends at the lowest addresses, so that nothing of the program's own lies there.
        # What nobody calls from outside goes before anything else.
        node "$BINARYEN_DIR/node_modules/binaryen/bin/wasm-opt" \
            ${list:+"${unused[@]/#/--remove-exports=}"} \
            --low-memory-unused --flatten --rereloop -O2 -O2 \
            --flexible-inline-max-function-size 0 --always-inline-max-function-size 0 \
            --one-caller-inline-max-function-size 0 --reorder-functions-by-name \
            --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
            --enable-mutable-globals --enable-reference-types --enable-multivalue \
            "$module" -o "$new/small.wasm"
        mv "$new/small.wasm" "$module"
        node scripts/slim.mjs names "$module" "$script"
    fi
    if [ "$name" = till ]; then
        node scripts/slim.mjs join "$script" "${TILL_SCRIPTS[@]}"
    fi
    if [ "$profile" != dev ]; then
        bare "$script"
        pack "$module"
        pack "$script"
    fi
    mkdir -p "$out"
    rm -f "$out/$name".* "$out/${name}"_bg.* "$out/.stamp"
    cp -r "$new/." "$out/"
    echo "$stamp" >"$out/.$name.stamp"
    for file in "$out/${name}_bg.wasm" "$out/$name.js"; do
        printf '    %-24s %8d bytes, %7d packed\n' "$file" \
            "$(wc -c <"$file")" "$(wc -c <"$file.br" 2>/dev/null || echo 0)"
    done
}

bundle dukani hydrate
bundle till till
