# shellcheck shell=bash
# What the scripts of this folder share: words to the user, the toolchain, the build. Sourced, never run.

# The version that Package.swift asks for in its first line.
readonly swift_needed=6.3

# Where the official installer (swiftly) puts its programs.
readonly swiftly_home=${SWIFTLY_HOME_DIR:-${HOME:-/root}/.local/share/swiftly}
readonly swiftly_bin=${SWIFTLY_BIN_DIR:-$swiftly_home/bin}

say() { printf '%s\n' "$*" >&2; }

# The message says what is wrong, then what to do.
fail() {
    say "${0##*/}: $*"
    exit 1
}

# The comment block at the top of the script is its help.
show_help() { sed -n '2,${/^#/!q; s/^# \{0,1\}//p}' "$1"; }

# $1 is not older than $2, both dotted numbers.
version_at_least() { [[ $(printf '%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

# The version of the `swift` on PATH; nothing where there is none.
swift_version() { swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1; }

# Puts a toolchain on PATH that is new enough; false where there is none.
find_swift() {
    local version folder
    for folder in '' "$swiftly_bin" /opt/swift/usr/bin; do
        version=$(PATH=${folder:+$folder:}$PATH swift_version)
        if version_at_least "${version:-0}" "$swift_needed"; then
            export PATH=${folder:+$folder:}$PATH
            return
        fi
    done
    return 1
}

# The flags of every build: the same everywhere, so that run, test and benchmarks share one build.
# shellcheck disable=SC2034 # used by the scripts that source this
readonly build_flags=(--explicit-target-dependency-import-check error)

# Runs a long command with its output in a log file: run_logged LOG WORD COMMAND…
# Shows one line of progress on a terminal, a line each half minute elsewhere, the log's end on failure.
run_logged() {
    local log=$1 title=$2 started=$SECONDS shown=0 job step status=0
    shift 2
    mkdir -p "${log%/*}"
    "$@" >"$log" 2>&1 </dev/null &
    job=$!
    # shellcheck disable=SC2064 # the job as it is now
    trap "kill $job 2>/dev/null || true; exit 130" INT TERM
    while kill -0 "$job" 2>/dev/null; do
        step=$(grep -o '^\[[0-9]*/[0-9]*\]' "$log" | tail -n 1 || true)
        if [[ -t 2 ]]; then
            printf '\r\e[K%s %s %d s' "$title" "$step" $((SECONDS - started)) >&2
        elif ((SECONDS - started >= shown + 30)); then
            shown=$((SECONDS - started))
            say "$title $step $shown s"
        fi
        sleep 0.5
    done
    wait "$job" || status=$?
    trap - INT TERM
    [[ ! -t 2 ]] || printf '\r\e[K' >&2
    if ((status != 0)); then
        tail -n 40 "$log" >&2
        fail "this failed with status $status: $*. The end of its output is above, all of it in $log."
    fi
    say "$title done in $((SECONDS - started)) s"
}
