#!/usr/bin/env bash
# Installs what building and running need, and nothing that is there already:
# `setup.sh [run|tests|bench|proof]`; `tests` adds the linters and the browser, `bench` the browser
# and what loads the program and its database, `proof` what reads the libraries' licences.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
hold_build_lock "$@"
cd "$DUKANI_ROOT"

purpose=${1:-run}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

stop() {
    printf 'Set-up stopped: %s\n' "$@" >&2
    exit 1
}

# --- What is there ------------------------------------------------------------------

# True where rustc $1 is new enough and compiles for the browser.
builds_wasm() {
    recent_rust "$1" && "$1" --target "$WASM_TARGET" --crate-type lib --emit metadata \
        -o "$scratch/probe.rmeta" - <<<'pub fn probe() -> String { String::new() }' 2>/dev/null
}

recent_rust() {
    local version
    version=$("$1" --version 2>/dev/null | awk '{ print $2 }') && [ -n "$version" ] &&
        [ "$(printf '%s\n' "$RUST_MINIMUM" "$version" | sort -V | head -n 1)" = "$RUST_MINIMUM" ]
}

has_postgres() {
    local folder version
    for folder in /usr/lib/postgresql/*/bin; do
        version=${folder#/usr/lib/postgresql/}
        version=${version%/bin}
        if [[ $version =~ ^[0-9]+$ ]] && [ "$version" -ge 15 ] &&
            [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ]; then
            return 0
        fi
    done
    return 1
}

# Debian keeps PostgreSQL's programs by version, apart from the path.
has_pgbench() {
    command -v psql >/dev/null &&
        { compgen -G '/usr/lib/postgresql/*/bin/pgbench' || command -v pgbench; } >/dev/null
}

has_node() {
    command -v npm >/dev/null && command -v node >/dev/null &&
        [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ]
}

chromium=${CHROMIUM:-/usr/bin/chromium}

needs_browser() {
    [ "$purpose" = tests ] || [ "$purpose" = bench ]
}

# --- Debian packages ----------------------------------------------------------------

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -n "${CI:-}" ]; then
        sudo -n "$@"
    else
        sudo "$@"
    fi
}

can_be_root() {
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null
}

lists_updated=
update_lists() {
    [ -z "$lists_updated" ] && can_be_root || return 0
    step "Reading Debian's package lists" as_root apt-get update -qq
    lists_updated=1
}

# Installs the named packages, or says how and stops.
install_packages() {
    [ $# -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        stop "this is not a Debian system; please install by hand: $*"
    local rust=
    # Debian's Rust needs root a second time, for the wasm standard library.
    command -v cargo >/dev/null || rust="
  and, as yourself, install Rust with rustup (https://rustup.rs)"
    can_be_root || stop "packages are missing, and neither root nor sudo is there. As root, run:
  apt-get update && apt-get install --no-install-recommends $*$rust"
    update_lists
    # Debian starts a server of its own with a new PostgreSQL; Dukani brings its own.
    local no_cluster=/etc/postgresql-common/createcluster.d/dukani.conf
    case " $* " in
    *" postgresql "*)
        as_root mkdir -p "${no_cluster%/*}"
        echo 'create_main_cluster = false' | as_root tee "$no_cluster" >/dev/null
        ;;
    *) no_cluster= ;;
    esac
    local status=0
    step "Installing $* (about a minute)" \
        as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@" || status=$?
    # Only this installation is meant, not what the owner of the machine does later.
    [ -z "$no_cluster" ] || as_root rm -f "$no_cluster"
    [ "$status" -eq 0 ] || stop "Debian could not install: $*"
}

install_common() {
    local packages=()
    command -v cc >/dev/null || packages+=(gcc libc6-dev)
    command -v make >/dev/null || packages+=(make)
    has_postgres || packages+=(postgresql)
    if ! has_node; then
        packages+=(nodejs npm)
    fi
    if needs_browser && [ ! -x "$chromium" ]; then
        packages+=(chromium fonts-dejavu-core)
    fi
    if [ "$purpose" = bench ]; then
        command -v wrk >/dev/null || packages+=(wrk)
        has_pgbench || packages+=(postgresql-contrib)
    fi
    install_packages "${packages[@]}"

    command -v cc >/dev/null || stop "there is still no C compiler (package gcc)"
    has_postgres || stop "there is still no PostgreSQL 15 or newer (package postgresql)"
    has_node || stop "there is still no Node.js 18 or newer with npm (packages nodejs, npm)"
    ! needs_browser || [ -x "$chromium" ] ||
        stop "there is still no $chromium (package chromium)"
    [ "$purpose" != bench ] || command -v wrk >/dev/null || stop "there is still no wrk (package wrk)"
    [ "$purpose" != bench ] || has_pgbench ||
        stop "there is still no pgbench (package postgresql-contrib)"
}

# --- Rust ---------------------------------------------------------------------------

# Adds the wasm target with rustup, where its server can be reached.
rustup_adds_wasm() {
    local failed=$DUKANI_TOOLS/rustup-unreachable
    local server=${RUSTUP_DIST_SERVER:-https://static.rust-lang.org}
    local probe=dist/channel-rust-stable.toml.sha256
    command -v rustup >/dev/null && recent_rust rustc || return 1
    [ -z "$(find "$failed" -mmin -60 2>/dev/null)" ] || return 1
    rm -f "$failed"
    # rustup itself waits minutes for a server that does not answer.
    if command -v curl >/dev/null &&
        ! curl -fsS --connect-timeout 20 --max-time 40 -o /dev/null "$server/$probe"; then
        touch "$failed"
        return 1
    fi
    echo "==> Adding the wasm target with rustup"
    if timeout --foreground 900 rustup target add "$WASM_TARGET" && builds_wasm rustc; then
        return 0
    fi
    touch "$failed"
    return 1
}

newest_lld() {
    local newest
    newest=$(apt-cache search --names-only '^lld-[0-9]+$' 2>/dev/null |
        awk '{ print $1 }' | sort -V | tail -n 1)
    echo "${newest:-lld-22}"
}

# Debian's own compiler, newer than its `rustc`, kept up to date for browsers.
install_debian_rust() {
    local packages=()
    [ -x /usr/bin/rustc ] && recent_rust /usr/bin/rustc || packages+=(rustc-web)
    [ -x /usr/bin/cargo ] && recent_rust /usr/bin/cargo || packages+=(cargo-web)
    [ -e /usr/lib/rustlib/src/rust/library/std/Cargo.toml ] || packages+=(rust-web-src)
    if [ ${#packages[@]} -gt 0 ]; then
        update_lists
        apt-cache show rustc-web >/dev/null 2>&1 ||
            stop "Rust $RUST_MINIMUM or newer with the target $WASM_TARGET is needed;
  please install it with rustup (https://rustup.rs)"
    fi
    if [ -z "$(debian_wasm_linker)" ]; then
        update_lists
        packages+=("$(newest_lld)")
    fi
    install_packages "${packages[@]}"
    [ -n "$(debian_wasm_linker)" ] || stop "there is still no wasm-ld (package lld-22)"
    recent_rust /usr/bin/rustc ||
        stop "Debian's Rust is older than $RUST_MINIMUM (packages rustc-web, cargo-web)"
}

# Debian has no compiled standard library for wasm, but its sources: compiled once, it
# stands where `rustup target add` would have put it. With bitcode, as there: the browser's
# half is optimised together with it (`lto`).
install_wasm_library() {
    can_be_root || stop "the wasm standard library has to be put under /usr/lib/rustlib:
  please run scripts/setup.sh once as root"
    local stub=$scratch/wasm-std folder
    mkdir -p "$stub/src"
    printf '[package]\nname = "stub"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n' \
        >"$stub/Cargo.toml"
    echo '#![no_std]' >"$stub/src/lib.rs"
    (cd "$stub" && env -u CARGO_ENCODED_RUSTFLAGS -u CARGO_BUILD_TARGET \
        RUSTFLAGS="-C embed-bitcode=yes" CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 \
        RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc /usr/bin/cargo build --release \
        -Z build-std=std,panic_abort --target "$WASM_TARGET" --target-dir "$stub/target") ||
        return 1
    rm -f "$stub/target/$WASM_TARGET"/release/deps/libstub-*
    folder=$(/usr/bin/rustc --print target-libdir --target "$WASM_TARGET")
    # An older compiler's libraries beside the new ones would confuse rustc.
    as_root rm -rf "$folder"
    as_root mkdir -p "$folder"
    as_root install -m 644 "$stub/target/$WASM_TARGET"/release/deps/*.rlib "$folder/"
    # Cargo does not notice that what it compiled belongs to an earlier standard library.
    rm -rf "${CARGO_TARGET_DIR:?}/$WASM_TARGET"
}

choose_rust() {
    local choice=
    if builds_wasm /usr/bin/rustc && [ -x /usr/bin/cargo ] && [ -n "$(debian_wasm_linker)" ]; then
        choice=debian
    elif builds_wasm rustc && command -v cargo >/dev/null; then
        choice=path
    elif rustup_adds_wasm; then
        choice=path
    else
        ! command -v rustup >/dev/null ||
            echo "    rustup has no $WASM_TARGET here; Debian's Rust is used instead"
        choice=debian
        install_debian_rust
        if ! builds_wasm /usr/bin/rustc; then
            step "Compiling Rust's standard library for wasm (about a minute)" \
                install_wasm_library || stop "the wasm standard library could not be compiled"
        fi
        builds_wasm /usr/bin/rustc || stop "/usr/bin/rustc still does not compile for $WASM_TARGET"
    fi
    mkdir -p "$DUKANI_TOOLS"
    echo "$choice" >"$DUKANI_TOOLS/rust"
    use_rust "$choice"
    [ "$purpose" != tests ] || install_rust_linters "$choice"
}

install_rust_linters() {
    local packages=()
    if [ "$1" = debian ]; then
        [ -x /usr/bin/rustfmt ] || packages+=(rustfmt-web)
        [ -x /usr/bin/cargo-clippy ] || packages+=(rust-web-clippy)
        install_packages "${packages[@]}"
    elif ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
        step "Adding rustfmt and clippy with rustup" rustup component add rustfmt clippy
    fi
    cargo fmt --version >/dev/null 2>&1 || stop "cargo fmt is missing (rustfmt)"
    cargo clippy --version >/dev/null 2>&1 || stop "cargo clippy is missing (clippy)"
}

# --- Tools of the web build ---------------------------------------------------------

# Not with --locked: its lock file names a version that has been withdrawn. Hardly
# optimised, because it runs for a second and compiles for minutes.
install_wasm_bindgen() {
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_DEBUG=false \
        cargo install wasm-bindgen-cli --version "=$WASM_BINDGEN_VERSION" \
        --bin wasm-bindgen --no-track --force \
        --root "$WASM_BINDGEN_DIR" --target-dir "$DUKANI_TOOLS/build" || return 1
    rm -rf "$DUKANI_TOOLS/build"
}

install_binaryen() {
    local new=$BINARYEN_DIR.new
    rm -rf "$new"
    mkdir -p "$new"
    # A package of its own, or npm looks for one in the folders above.
    echo '{ "private": true }' >"$new/package.json"
    npm install --prefix "$new" --ignore-scripts --no-audit --no-fund \
        "binaryen@$BINARYEN_VERSION" || return 1
    rm -rf "$BINARYEN_DIR"
    mv "$new" "$BINARYEN_DIR"
}

install_web_tools() {
    if [ "$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $WASM_BINDGEN_VERSION" ]; then
        step "Compiling wasm-bindgen $WASM_BINDGEN_VERSION (about 4 minutes)" \
            install_wasm_bindgen ||
            stop "wasm-bindgen-cli $WASM_BINDGEN_VERSION could not be installed from crates.io"
    fi
    if [ ! -e "$BINARYEN_DIR/node_modules/binaryen/bin/wasm-opt" ]; then
        step "Fetching wasm-opt (npm package binaryen $BINARYEN_VERSION)" install_binaryen ||
            stop "npm could not install binaryen@$BINARYEN_VERSION"
    fi
}

install_deny() {
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_DEBUG=false \
        cargo install --locked cargo-deny --no-track --force \
        --root "$DUKANI_TOOLS/cargo-deny" --target-dir "$DUKANI_TOOLS/build" || return 1
    rm -rf "$DUKANI_TOOLS/build"
}

install_browser_tests() {
    local stamp=end2end/node_modules/.dukani-stamp lock
    lock=$(sha256sum <end2end/package-lock.json)
    [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ] || return 0
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 step "Fetching Playwright and Lighthouse (npm ci)" \
        npm ci --prefix end2end --no-audit --no-fund || stop "npm ci failed in end2end"
    echo "$lock" >"$stamp"
}

install_common
choose_rust
install_web_tools
! needs_browser || install_browser_tests
[ "$purpose" != proof ] || [ -x "$DUKANI_TOOLS/cargo-deny/bin/cargo-deny" ] ||
    step "Compiling cargo-deny (about 6 minutes)" install_deny ||
    stop "cargo-deny could not be installed from crates.io"
echo "==> Set-up is complete: $(rustc --version), $(command -v cargo)"
