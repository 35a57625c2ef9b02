# How checks and tests are run and counted; for dist/check.sh and dist/test.sh. Needs: NARU_HOME, jdk, say, maven.
#
# Each step is one line when it begins and one when it ends. Results of JUnit are read from Surefire's reports at the end.

passed=0 failed=0 skipped=0
only=() # arguments that pick test classes

# The pure tests: those that need neither root nor a particular kernel; modules go side by side. TAGS: which ones are
# left out.
unit_tests() { # TAGS
    junit unit-reports "lint, unit, layout and architecture tests" -T 1C -P lint -DexcludedGroups="$1" \
        -Djunit.jupiter.execution.timeout.testable.method.default=60s
}

# How long a module's tests on the kernel may take, in seconds; a suite that hangs must not eat the others' time.
readonly ROOT_SUITE_SECONDS=1800
readonly LONG_SUITE_SECONDS=7200

root_tests() { # TAGS
    local seconds=$((ROOT_SUITE_SECONDS + 4 * ${NARU_FUZZ_SECONDS-0}))
    [[ $1 == none ]] && seconds=$((seconds + LONG_SUITE_SECONDS + 60 * ${NARU_CHAOS_MINUTES-10}))
    junit root-reports "tests on this machine's kernel" -P lint -Dgroups=root -DexcludedGroups="$1" \
        -Dsurefire.timeout=$seconds -Djunit.jupiter.execution.timeout.testable.method.default=300s
}

# Picks the test classes of which the names match a pattern.
only_classes() {
    only=(-Dtest="$1" -Dsurefire.failIfNoSpecifiedTests=false)
}

list_c_files() {
    find "$NARU_HOME" \( -name target -o -name build -o -name .git \) -prune -o -type f \( -name '*.c' -o -name '*.h' \) -print0
}

# step NAME COMMAND…: one thing that passes or fails; what it prints is shown if it fails.
step() {
    local name=$1 output begin=$SECONDS
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
        printf 'ok      %s (%d s)\n' "$name" $((SECONDS - begin))
    else
        failed=$((failed + 1))
        printf '%s\n' "$output" | grep -vE '^WARNING|^$' | head -n 60
        printf 'FAILED  %s (%d s)\n' "$name" $((SECONDS - begin))
    fi
}

java_format() {
    maven -q spotless:check && return
    printf 'put it right with: ./naru fmt\n'
    return 1
}

c_format() {
    local output
    output=$(list_c_files | xargs -0 clang-format --dry-run --Werror 2>&1) && return
    grep -oE '^[^ ]+:[0-9]+:[0-9]+: error' <<<"$output" | sort -u | head -n 20
    printf 'put it right with: ./naru fmt\n'
    return 1
}

# junit REPORTS NAME MAVEN-ARGUMENT…: compiles and runs tests; each class is a line when it is done. The tests are
# counted later, from the folders called REPORTS; here only what keeps tests from running or ending fails.
junit() {
    local reports=$1 name=$2 begin=$SECONDS log=$NARU_HOME/build/$1.log status
    shift 2
    printf '        %s; log: %s\n' "$name" "$log"
    maven --fail-at-end -Dmaven.test.failure.ignore=true -Dnaru.reports="$reports" "$@" "${only[@]}" test 2>&1 |
        tee "$log" | show_progress
    status=${PIPESTATUS[0]}
    if [[ $status != 0 ]]; then
        failed=$((failed + 1))
        printf 'FAILED  %s: not all of it could be built and run (%d s)\n' "$name" $((SECONDS - begin))
    elif grep -qE 'There was a timeout|The forked VM terminated|Crashed tests' "$log"; then
        failed=$((failed + 1))
        printf 'FAILED  %s: a suite was killed or ran out of its time (%d s)\n' "$name" $((SECONDS - begin))
    else
        printf 'done    %s (%d s)\n' "$name" $((SECONDS - begin))
    fi
}

# Of Maven's log: each class with its time, what failed in it, and what did not compile.
show_progress() {
    awk '
        /Tests run:.* -- in / {
            class = $NF
            match($0, /Tests run: [0-9]+/); run = substr($0, RSTART + 11, RLENGTH - 11)
            match($0, /Time elapsed: [0-9.]+/); time = substr($0, RSTART + 14, RLENGTH - 14)
            printf "%s  %s: %d tests, %s s\n", /<<< (FAILURE|ERROR)/ ? "FAILED" : "ok    ", class, run, time
            fflush(); next
        }
        /^\[ERROR\] .*<<< (FAILURE|ERROR)!/ { sub(/^\[ERROR\] /, ""); print "        " $0; detail = 12; fflush(); next }
        /^\[ERROR\].*\.java:\[|^\[ERROR\] .*(timeout|forked VM|ompilation failure)/ { print "        " $0; fflush(); next }
        detail > 0 && /^(\[INFO\]|\[ERROR\]|$)/ { detail = 0 }
        detail > 0 { print "          " $0; detail--; fflush() }
    '
}

# Adds the tests in the reports of those names to passed, failed and skipped, and names what failed. What reads them is
# compiled here, so that it also works when nothing else compiles.
count_tests() {
    local counts reader=$NARU_HOME/build/report
    mkdir -p "$reader"
    "$jdk/bin/javac" -proc:none -d "$reader" "$NARU_HOME"/testkit/src/main/java/naru/testkit/report/[A-Z]*.java &&
        counts=$("$jdk/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$reader" naru.testkit.report.ReportMain \
            "$NARU_HOME" "$NARU_HOME/tests/expected-skips.txt" "$@") || {
        failed=$((failed + 1))
        printf 'FAILED  reading the reports of the tests\n'
        return
    }
    printf '%s\n' "$counts" | sed '$d'
    read -r counts_passed counts_failed counts_skipped <<<"${counts##*$'\n'}"
    passed=$((passed + counts_passed)) failed=$((failed + counts_failed)) skipped=$((skipped + counts_skipped))
}

forget_reports() {
    find "$NARU_HOME" -path '*/target/*-reports' -prune -exec rm -rf {} +
}

# The line that programs read, and the exit status.
summary() {
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [[ $failed == 0 && $passed -gt 0 ]]
    exit
}
