# ./naru test [--long] [--chaos MINUTES] [--fuzz SECONDS] [--only CLASSES]: every test that this machine can run. The
# pure ones come first, then those on the kernel, from the datapath to the lab (the order of the modules in pom.xml).
# --long adds what needs longer, with fresh seeds; --chaos does too, and lets the random walk last so long (else 10
# minutes). --fuzz tries bad inputs on each parser for so long, with fresh seeds too. CLASSES is a pattern of names of
# test classes. NARU_SEED=N walks again as a failed walk did. docs/testing.md says what each suite proves.
. "$NARU_HOME/dist/tests.sh"

also_long=no
while [[ $# -gt 0 ]]; do
    case $1 in
    --long) also_long=yes; export NARU_LONG=1; shift ;;
    --chaos) export NARU_CHAOS_MINUTES=${2:?--chaos needs a number of minutes}; also_long=yes; export NARU_LONG=1; shift 2 ;;
    --fuzz) export NARU_FUZZ_SECONDS=${2:?--fuzz needs a number of seconds}; shift 2 ;;
    --only) only_classes "${2:?--only needs a pattern}"; shift 2 ;;
    *) unfit "test knows only --long, --chaos MINUTES, --fuzz SECONDS and --only CLASSES, not $1" ;;
    esac
done

forget_reports
step "format of Java" java_format
step "format of C" c_format
if [[ $also_long == yes ]]; then
    unit_tests root
    root_tests none
else
    unit_tests "root | long"
    root_tests long
fi
count_tests unit-reports root-reports
summary
