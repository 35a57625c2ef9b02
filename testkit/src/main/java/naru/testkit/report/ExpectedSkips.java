package naru.testkit.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tests that may be skipped, and why: lines of {@code CLASS#METHOD reason}. */
public final class ExpectedSkips {

    private record Line(Pattern name, String reason) {}

    private final List<Line> lines = new ArrayList<>();

    private ExpectedSkips() {}

    /**
     * @param text lines; {@code *} in a name stands for anything; empty lines and those that begin
     *     with {@code #} say nothing
     * @throws IllegalArgumentException if a line gives no reason
     */
    public static ExpectedSkips parse(String text) {
        ExpectedSkips skips = new ExpectedSkips();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("no reason is given for " + line);
            }
            String glob = Pattern.quote(parts[0]).replace("*", "\\E.*\\Q");
            skips.lines.add(new Line(Pattern.compile(glob), parts[1]));
        }
        return skips;
    }

    /** Why a test may be skipped; empty if it may not. */
    public Optional<String> reason(String test) {
        return lines.stream()
                .filter(line -> line.name.matcher(test).matches())
                .map(Line::reason)
                .findFirst();
    }
}
