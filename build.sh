#!/usr/bin/env bash
# Builds, runs, tests and measures Terminwacht, and sets up what each of these needs. See ./build.sh --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Saved pages of others, which the repository does not contain.
PAGES=../shared/corpus/dev

help() {
  cat <<'HELP'
./build.sh                        builds dist/chrome and dist/firefox
./build.sh run [chrome|firefox]   shows a watch from the open tab to the notification, on the practice portal
./build.sh test                   runs all checks and tests
./build.sh fuzz [SECONDS [TARGET]]  looks for input that makes the core panic: in one of fuzz/targets or, one after
                                  another, in all, for 60 seconds each
./build.sh audit                  asks npm for known weaknesses of the development tools
./build.sh judge DIR              measures the recogniser on a folder of saved pages
                                  (--json FILE, --browser firefox, --explain ID, --floor FILE)
./build.sh bench [PART...]        measures what Terminwacht costs, beside other programs (docs/PERFORMANCE.md); parts are
                                  look, text, start, popup, alert, size, memory, requests
                                  (--browser NAME, --minutes N, --hour, --json FILE)
./build.sh soak [chrome|firefox] [MINUTES]
                                  watches the practice portal for two hours, and measures what grows
./build.sh screens [chrome|firefox [STATE]]
                                  takes pictures of every page and state: out/screens
./build.sh screens store          takes those of the README and the stores: docs/store
./build.sh package                packs the commit for the stores, and for those who review it: out/terminwacht-*, out/SHA256SUMS
./build.sh clean                  removes everything that was built
HELP
}

# Says in one line what happens next; cyan where that helps to find it again.
say() {
  if [ -t 1 ]; then printf '\033[36m%s\033[0m\n' "» $*"; else printf '%s\n' "» $*"; fi
}

fail() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

# Installs Debian packages, where the commands they bring are missing: need COMMAND=PACKAGE...
need() {
  local missing=() pair
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ "${#missing[@]}" -eq 0 ] || debian "${missing[@]}"
}

debian() {
  command -v apt-get >/dev/null || fail "install these first, under your system's names for them: $*"
  local as=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || fail "this needs more programs. Install them: sudo apt-get install $*"
    as=(sudo -n)
  fi
  say "Installing $*"
  "${as[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as[@]}" apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

node_modules() {
  need node=nodejs npm=npm
  node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
    fail "Node $(node --version) is too old. Install 20.19 or newer: https://nodejs.org"
  [ node_modules/.package-lock.json -nt package-lock.json ] && return
  say "Installing the development tools from npm"
  # Unlike `npm ci`, this does not mind platforms that the lock file lacks; it keeps to the versions in it.
  npm install --no-save --no-progress --loglevel=error
  touch node_modules/.package-lock.json
}

rust() {
  if ! command -v cargo >/dev/null; then
    command -v rustup >/dev/null && rustup toolchain install stable --profile default
    command -v cargo >/dev/null || debian rustc-web cargo-web rustfmt rust-clippy
  fi
  need cc=gcc
}

# Compiler flags by which no place on this machine gets into what is built (a panic names its source), so that every
# clone gives the same: placeless COMPILER. Cargo takes folders with spaces in this form only, and no flags beside these.
placeless() {
  local from commit flags="" library
  library=$("$1" --print sysroot)/lib/rustlib/src/rust
  commit=$("$1" -vV | sed -n 's/^commit-hash: //p')
  # Its folders are there once the crates are.
  cargo fetch --locked --quiet --target wasm32-unknown-unknown
  for from in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
    flags+="--remap-path-prefix=$from=/crates"$'\x1f'
  done
  # As the library names itself where its source is not installed.
  for from in "$library" "$(realpath -m "$library")"; do
    flags+="--remap-path-prefix=$from=/rustc/$commit"$'\x1f'
  done
  printf '%s--remap-path-prefix=%s=/terminwacht' "$flags" "$PWD"
}

# Whether the source of its standard library lies beside a compiler: has_source COMPILER.
has_source() {
  [ -d "$("$1" --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library" ]
}

# Builds a package as WebAssembly: wasm PACKAGE. The standard library is built along with it, small, and without the
# words of a panic, which nobody would hear there; a stable compiler does so with RUSTC_BOOTSTRAP.
wasm() {
  rust
  local compiler=rustc cargo=cargo flags
  local build=(build --release --locked --package "$1" --target wasm32-unknown-unknown --target-dir target/wasm)
  build+=(-Zbuild-std=std -Zbuild-std-features=optimize_for_size)
  if ! has_source rustc && ! has_source /usr/bin/rustc; then
    say "Fetching the source of Rust's standard library"
    { command -v rustup >/dev/null && timeout 120 rustup component add rust-src; } ||
      debian rustc-web cargo-web rust-web-src
  fi
  has_source rustc || compiler=/usr/bin/rustc cargo=/usr/bin/cargo
  if [ ! -x "$("$compiler" --print target-libdir)/../bin/rust-lld" ]; then
    need wasm-ld-19=lld-19
    local -x CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19
  fi
  say "Building $1 and the standard library (a minute the first time)"
  flags=$(placeless "$compiler")$'\x1f'-Zunstable-options$'\x1f'-Cpanic=immediate-abort
  CARGO_ENCODED_RUSTFLAGS=$flags RUSTC_BOOTSTRAP=1 RUSTC=$compiler "$cargo" "${build[@]}"
  # For the source package, which says what the others were built with.
  "$compiler" --version >target/wasm/compiler.txt
}

# Writes a built package's bindings and makes it small: bind PACKAGE FOLDER.
bind() {
  local wasm=target/wasm/wasm32-unknown-unknown/release/$1.wasm
  [ ! "$2/$1_bg.wasm" -nt "$wasm" ] || return 0
  say "Writing its bindings and making it small"
  rm -rf "$2"
  cargo run --quiet --locked --package bindgen -- "$wasm" "$2"
  node_modules/.bin/wasm-opt -O3 "$2/$1_bg.wasm" -o "$2/small.wasm"
  mv "$2/small.wasm" "$2/$1_bg.wasm"
}

build() {
  node_modules
  wasm terminwacht
  bind terminwacht target/core
  node tools/dist.mjs
}

bench() {
  build
  wasm bench
  bind bench target/bench/core
  # The core's bindings name the files beside it.
  cp extension/pages.js extension/words.js target/bench/
  say "Building it natively"
  cargo build --release --locked --quiet --package bench
  desktop
  say "Measuring (about ten minutes; parts can be measured alone)"
  exec node bench/main.mjs "$@"
}

# Looks for input that makes the core panic: fuzz [SECONDS [TARGET]]. What is found lies in target/fuzz/found.
fuzz() {
  local seconds=${1:-60} targets=("${@:2}") log=target/fuzz/log target
  [ "${#targets[@]}" -gt 0 ] || targets=(fuzz/targets/*.rs)
  rust
  need c++=g++
  if [ ! -x target/tools/bin/cargo-fuzz ]; then
    say "Installing cargo-fuzz"
    cargo install cargo-fuzz --version 0.13.2 --locked --quiet --root target/tools
  fi
  # The core has no unsafe code, so that a sanitizer would only make it slower. A stable compiler knows the flags that
  # cargo-fuzz asks for, and takes them with this word.
  local options=(--sanitizer none --target-dir target/fuzz)
  local -x RUSTC_BOOTSTRAP=1
  say "Building the fuzz targets"
  target/tools/bin/cargo-fuzz fuzz build "${options[@]}"
  mkdir -p target/fuzz/found
  for target in "${targets[@]}"; do
    target=$(basename "$target" .rs)
    [ -f "fuzz/targets/$target.rs" ] || fail "there is no fuzz/targets/$target.rs"
    mkdir -p "target/fuzz/corpus/$target"
    target/tools/bin/cargo-fuzz fuzz run "${options[@]}" "$target" "target/fuzz/corpus/$target" "fuzz/seeds/$target" -- \
      -seed=1 -max_total_time="$seconds" -timeout=10 -max_len=20000 -print_final_stats=1 \
      -artifact_prefix=target/fuzz/found/ >"$log" 2>&1 || {
      tail -n 40 "$log" >&2
      fail "$target: something that makes the core panic lies in target/fuzz/found"
    }
    say "$target: took $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs"
  done
}

# Known weaknesses of what builds and tests; nothing of it ships.
audit() {
  local report
  node_modules
  say "Asking npm for known weaknesses of the development tools"
  ! report=$(npm audit --json --audit-level=high 2>/dev/null) || return 0
  case $report in
    *'"auditReportVersion"'*) npm audit --audit-level=high || fail "npm knows weaknesses of the development tools" ;;
    *) say "Left out: the registry does not answer that" ;;
  esac
}

# A real booking system for the tests, with Python packages of its own.
booking_system() {
  local venv=target/booking-system wanted=tests/booking-system/requirements.txt
  cmp --silent "$wanted" "$venv/installed.txt" && return
  need python3=python3
  python3 -c 'import ensurepip' 2>/dev/null || debian python3-venv
  say "Installing the booking system that the tests watch"
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$wanted"
  cp "$wanted" "$venv/installed.txt"
}

# The browsers, and the desktop for them where there is no screen.
desktop() {
  need chromium=chromium firefox-esr=firefox-esr dbus-daemon=dbus dbus-monitor=dbus-bin dunst=dunst \
    dunstctl=dunst xdotool=xdotool import=imagemagick Xvfb=xvfb openbox=openbox webhook=webhook pulseaudio=pulseaudio
}

run() {
  local browser=${1:-chrome}
  case $browser in chrome | firefox) ;; *) fail "run takes chrome or firefox, not '$browser'" ;; esac
  build
  desktop
  exec node tools/run.mjs "$browser"
}

test_all() {
  need git=git
  rust
  node_modules
  say "Checking form: rustfmt, clippy, rustdoc, biome, TypeScript"
  cargo fmt --all --check
  cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
  RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items --locked --quiet --package terminwacht --package recogniser
  node_modules/.bin/biome ci --error-on-warnings
  build
  node_modules/.bin/tsc
  say "Testing the core"
  cargo test --workspace --locked --quiet
  fuzz 10
  audit
  say "Testing the practice portal"
  node --test tests/portal/*.test.mjs
  desktop
  if [ -d "$PAGES" ]; then
    say "Measuring the recogniser: its figures may only rise"
    node tools/judge.mjs "$PAGES" --floor tests/judge/floor.json
  else
    say "Left out: there are no saved pages in $PAGES to measure the recogniser on"
  fi
  booking_system
  say "Testing the judge and the whole extension, in Chromium and Firefox"
  # One at a time: they share one screen, and the keyboard's focus on it.
  find tests -name '*.test.mjs' -not -path 'tests/portal/*' -print0 | sort -z |
    xargs -0 --no-run-if-empty node --test --test-concurrency=1
}

# Without git, as from the source package, all but that is packed.
package() {
  if [ -e .git ]; then
    need git=git
    [ -z "$(git status --porcelain)" ] ||
      fail "commit first: the source package is the commit, and has to be what the others are built from"
  fi
  build
  node tools/package.mjs
}

soak() {
  build
  desktop
  exec node tools/soak.mjs "$@"
}

screens() {
  build
  desktop
  [ "${1:-}" != store ] || exec node tools/pictures.mjs
  # Firefox speaks no other language without it.
  [ -e /usr/lib/firefox-esr/browser/extensions/langpack-de@firefox-esr.mozilla.org.xpi ] || debian firefox-esr-l10n-de
  exec node tools/screens.mjs "$@"
}

judge() {
  [ $# -gt 0 ] || fail "judge takes a folder of pages: ./build.sh judge DIR"
  build
  need chromium=chromium firefox-esr=firefox-esr
  exec node tools/judge.mjs "$@"
}

command=${1:-build}
[ $# -eq 0 ] || shift
case $command in
  build) build ;;
  run) run "$@" ;;
  test) test_all ;;
  fuzz) fuzz "$@" ;;
  audit) audit ;;
  judge) judge "$@" ;;
  bench) bench "$@" ;;
  soak) soak "$@" ;;
  screens) screens "$@" ;;
  package) package ;;
  clean) rm -rf target dist out node_modules ;;
  -h | --help | help) help ;;
  *)
    help >&2
    fail "there is no '$command'"
    ;;
esac
