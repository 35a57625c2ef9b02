package naru.explain;

import java.util.List;

/** Evidence: lines as they stand at their source. */
public record Quote(String source, List<String> lines) {

    public Quote {
        lines = List.copyOf(lines);
    }

    public static Quote of(String source, String line) {
        return new Quote(source, List.of(line));
    }
}
