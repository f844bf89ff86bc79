# Sourced by run and prove: reads the files of .ci/proofs. README.md beside this file says what their lines mean.
proofs=.ci/proofs

# The rest of the line that begins with a word; empty if there is none.
proof_value() {
    local name=$1 word=$2
    sed -n "s/^$word  *//p" "$proofs/$name" | head -n 1
}

# One "path id" a line; a path that was never proved has no id, or "-".
proof_guards() {
    sed -n 's/^guard  *//p' "$proofs/$1"
}

# Why the state of no proof can be told here; empty if it can.
git_missing() {
    if ! command -v git >/dev/null; then
        echo "git is not installed"
    elif ! git rev-parse --verify -q HEAD >/dev/null 2>&1; then
        echo "git finds no commit in $PWD"
    fi
}

# The id of a path in the last commit; empty if it is not there.
guard_id() {
    git rev-parse --verify -q "HEAD:./$1" 2>/dev/null || true
}

# Which guarded paths have changes that are not committed.
guards_uncommitted() {
    local path id
    while read -r path id; do
        [[ -z $(git status --porcelain -- "$path") ]] || echo "$path"
    done < <(proof_guards "$1")
}

# Which guarded paths are not what was proved.
guards_changed() {
    local path id
    while read -r path id; do
        if [[ ${id:--} == - || $(guard_id "$path") != "$id" ]]; then
            echo "$path"
        fi
    done < <(proof_guards "$1")
}

# Which guarded paths the last commit does not have: the list is out of date.
guards_missing() {
    local path id
    while read -r path id; do
        [[ -n $(guard_id "$path") ]] || echo "$path"
    done < <(proof_guards "$1")
}

# Why a proof is stale, in a few words; empty if it is fresh.
why_stale() {
    local name=$1 paths
    if [[ -z $(proof_guards "$name") ]]; then
        echo "it guards nothing"
    elif [[ -z $(proof_value "$name" tests) ]]; then
        echo "it was never recorded"
    elif paths=$(guards_missing "$name") && [[ -n $paths ]]; then
        echo "no longer there: $(one_line "$paths")"
    elif paths=$(guards_uncommitted "$name") && [[ -n $paths ]]; then
        echo "not committed: $(one_line "$paths")"
    elif paths=$(guards_changed "$name") && [[ -n $paths ]]; then
        echo "changed: $(one_line "$paths")"
    fi
}

# At most four paths, on one line.
one_line() {
    awk 'NR <= 4 { line = line (NR > 1 ? ", " : "") $0 }
        END { print line (NR > 4 ? " and " NR - 4 " more" : "") }' <<<"$1"
}

# Makes a file that is older than whatever is written after this: a file's time is no finer than the tick of the kernel.
stamp_before_now() {
    local stamp later
    stamp=$(mktemp)
    later=$(mktemp)
    until [[ $later -nt $stamp ]]; do
        touch "$later"
    done
    rm -f "$later"
    echo "$stamp"
}
