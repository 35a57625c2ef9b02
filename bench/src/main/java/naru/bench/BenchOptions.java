package naru.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import naru.bench.cni.CniPace;
import naru.bench.datapath.Pace;
import naru.bench.load.Work;
import naru.bench.policy.PolicyPace;
import naru.bench.rest.RestPace;
import naru.bench.start.StartPace;
import naru.wire.LabPlaces;

/**
 * What {@code naru bench} is told.
 *
 * @param lab the name of the lab to bring up
 */
record BenchOptions(
        boolean help,
        Section section,
        Form form,
        Pace pace,
        CniPace cniPace,
        PolicyPace policyPace,
        StartPace startPace,
        RestPace restPace,
        String lab) {

    /** What is measured. */
    enum Section {
        DATAPATH,
        CNI,
        POLICY,
        START,
        REST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How results are written. */
    enum Form {
        TABLE,
        MARKDOWN,
        JSON
    }

    static final String HELP =
            """
            Usage: naru bench SECTION [OPTIONS]
            Measures Naru beside a limit and beside others, in one run, in turns of some milliseconds.

            Sections:
              datapath   what a packet costs
              cni        what it costs to attach a pod and to detach it
              policy     how long a policy takes until packets feel it; memory; what compiling costs
              start      what commands and agents take to start
              rest       what an agent does while nothing happens; how fast it puts things right

            Options:
              --long             more and longer turns; without it less than 3 minutes
              --pairs N          so many turns of each (default 61; --long: 301)
              --slice MILLIS     so long is a turn (default 25; --long: 80)
              --only WORK,...    of datapath only tcp-rr, tcp-crr, udp, udp-rr or tcp-bulk
              -o, --output json  one JSON document instead of the table
              --markdown         the table as it goes into docs/performance.md
              --name LAB         name of the lab that is brought up for it (default: $NARU_LAB, else "bench")
              -h, --help         this text

            Limits are shown beside what was measured; what is over one fails nothing.
            It needs root. Method and last run: docs/performance.md.

            Example:
              naru bench datapath -o json > datapath.json
              naru bench datapath --only tcp-rr --pairs 200
            """;

    private static final String DEFAULT_LAB = "bench";
    private static final int MOST_PAIRS = 1000;

    static BenchOptions parse(List<String> arguments, Map<String, String> variables) {
        Deque<String> left = new ArrayDeque<>(arguments);
        boolean help = arguments.isEmpty();
        Section section = null;
        Form form = Form.TABLE;
        boolean isLong = arguments.contains("--long");
        String lab = variables.getOrDefault(LabPlaces.VARIABLE, "");
        int pairs = 0;
        int slice = 0;
        List<Work> works = List.of();
        while (!left.isEmpty()) {
            String word = left.removeFirst();
            switch (word) {
                case "-h", "--help" -> help = true;
                case "--long" -> {}
                case "--markdown" -> form = Form.MARKDOWN;
                case "-o", "--output" -> form = form(value(word, left));
                case "--pairs" -> pairs = number(word, value(word, left), MOST_PAIRS);
                case "--slice" -> slice = number(word, value(word, left), 10_000);
                case "--only" -> works = Work.parse(value(word, left));
                case "--name" -> lab = value(word, left);
                default -> section = section(word, section);
            }
        }
        if (!help && section == null) {
            throw new IllegalArgumentException(
                    "bench needs to know what: datapath, cni, policy, start or rest");
        }
        return new BenchOptions(
                help,
                section == null ? Section.DATAPATH : section,
                form,
                (isLong ? Pace.LONG : Pace.SHORT).changed(pairs, slice).only(works),
                (isLong ? CniPace.LONG : CniPace.SHORT).changed(pairs),
                (isLong ? PolicyPace.LONG : PolicyPace.SHORT).changed(pairs),
                (isLong ? StartPace.LONG : StartPace.SHORT).changed(pairs),
                (isLong ? RestPace.LONG : RestPace.SHORT).changed(pairs),
                lab.isEmpty() ? DEFAULT_LAB : lab);
    }

    private static Section section(String word, @org.jspecify.annotations.Nullable Section before) {
        for (Section section : Section.values()) {
            if (section.toString().equals(word) && before == null) {
                return section;
            }
        }
        throw new IllegalArgumentException("bench does not know \"" + word + "\"");
    }

    private static Form form(String word) {
        return switch (word) {
            case "json" -> Form.JSON;
            case "table" -> Form.TABLE;
            case "markdown" -> Form.MARKDOWN;
            default ->
                    throw new IllegalArgumentException(
                            "\"" + word + "\" is no output: json, table or markdown");
        };
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return left.removeFirst();
    }

    private static int number(String option, String text, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(option + " needs a number from 1 to " + most);
    }
}
