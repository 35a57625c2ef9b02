package naru.bench.report;

import java.util.List;

/** What stands above a group's table. */
final class Heading {

    private Heading() {}

    static String of(Report report, String group) {
        List<String> bases =
                report.of(group).stream()
                        .map(Result::base)
                        .filter(base -> !base.isEmpty())
                        .distinct()
                        .toList();
        return bases.isEmpty() ? group : group + " (ratios to: " + String.join(", ", bases) + ")";
    }
}
