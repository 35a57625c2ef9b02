# ./naru check [--only CLASSES]: what a change must pass before it is shown to others. Needs no root, takes under a
# minute. CLASSES is a pattern of names of test classes.
. "$NARU_HOME/dist/tests.sh"

while [[ $# -gt 0 ]]; do
    case $1 in
    --only) only_classes "${2:?--only needs a pattern}"; shift 2 ;;
    *) unfit "check knows only --only CLASSES, not $1" ;;
    esac
done

forget_reports
step "format of Java" java_format
step "format of C" c_format
unit_tests "root | long"
count_tests unit-reports
summary
