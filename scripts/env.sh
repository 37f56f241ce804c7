# shellcheck shell=bash
# Where tools and build results are, and which Rust is used. Every script sources
# this; it installs nothing and prints nothing.

DUKANI_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
DUKANI_CACHE=${DUKANI_CACHE:-${HOME:?HOME is not set}/.cache/dukani}
DUKANI_TOOLS=$DUKANI_CACHE/tools
# Outside the clone, so that a clean clone does not compile 400 libraries again.
CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$DUKANI_CACHE/target}
# Queries are checked against .sqlx, never against a database that happens to be named
# in the environment.
SQLX_OFFLINE=${SQLX_OFFLINE:-true}
export DUKANI_ROOT DUKANI_CACHE DUKANI_TOOLS CARGO_TARGET_DIR SQLX_OFFLINE

WASM_TARGET=wasm32-unknown-unknown
BINARYEN_VERSION=132.0.0
# The tool and the library speak a private format: the versions must be equal.
WASM_BINDGEN_VERSION=$(awk -F '"' '/^name = "wasm-bindgen"$/ { getline; print $2; exit }' \
    "$DUKANI_ROOT/Cargo.lock")
RUST_MINIMUM=$(awk -F '"' '/^rust-version/ { print $2; exit }' "$DUKANI_ROOT/Cargo.toml")
WASM_BINDGEN_DIR=$DUKANI_TOOLS/wasm-bindgen-$WASM_BINDGEN_VERSION
BINARYEN_DIR=$DUKANI_TOOLS/binaryen-$BINARYEN_VERSION
export WASM_TARGET BINARYEN_VERSION WASM_BINDGEN_VERSION RUST_MINIMUM WASM_BINDGEN_DIR BINARYEN_DIR

# The newest LLVM linker for wasm that Debian's packages put on this machine.
debian_wasm_linker() {
    local candidates
    candidates=$(printf '%s\n' /usr/lib/llvm-*/bin/wasm-ld | grep -v '\*' | sort -V | tail -n 1)
    printf '%s' "$candidates"
}

# One toolchain for everything: two versions of rustc rebuild each other's results, and
# two versions of clippy disagree. setup.sh writes down which one it is.
use_rust() {
    case ${1:-} in
    debian)
        PATH=/usr/bin:$PATH
        # Debian's rustc carries no linker for wasm of its own.
        local linker
        linker=$(debian_wasm_linker)
        if [ -n "$linker" ]; then
            export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker
        fi
        ;;
    *)
        if ! command -v cargo >/dev/null && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
            PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
        fi
        ;;
    esac
    PATH=$WASM_BINDGEN_DIR/bin:$PATH
    export PATH
}

use_rust "$(cat "$DUKANI_TOOLS/rust" 2>/dev/null || true)"

# Runs a command, saying what it is and how long it took.
step() {
    local name=$1 started=$SECONDS status=0
    shift
    echo "==> $name"
    "$@" || status=$?
    if [ "$status" -eq 0 ]; then
        echo "    done in $((SECONDS - started)) s"
    else
        echo "    FAILED after $((SECONDS - started)) s: $name" >&2
    fi
    return "$status"
}

# Starts the calling script anew under the build lock. Clones share one target folder:
# what one of them builds and then tests must not be replaced by another in between.
# `--close` keeps the lock out of child processes, so that a database server that
# outlives its test does not hold it.
hold_build_lock() {
    [ -z "${DUKANI_LOCKED:-}" ] || return 0
    export DUKANI_LOCKED=1
    mkdir -p "$DUKANI_CACHE"
    command -v flock >/dev/null || return 0
    if ! flock --nonblock "$DUKANI_CACHE/lock" true; then
        echo "Another build is using $DUKANI_CACHE; waiting for it"
    fi
    exec flock --close "$DUKANI_CACHE/lock" "$0" "$@"
}
