package naru.cli.lab;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import naru.cli.CommandFailure;
import picocli.CommandLine.Model.OptionSpec;

/** How long a command waits. */
final class PatienceOption {

    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m|h|)");

    private final OptionSpec time =
            OptionSpec.builder("--timeout")
                    .type(String.class)
                    .initialValue("30s")
                    .paramLabel("TIME")
                    .description("How long to wait, such as 30s (default), 500ms or 2m.")
                    .build();

    /**
     * @throws CommandFailure if that is no time
     */
    long millis() {
        Matcher matcher = TIME.matcher(time.getValue());
        if (!matcher.matches()) {
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    "\"" + time.getValue() + "\" is not a time such as 30s or 2m",
                    "");
        }
        long unit =
                switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 1000;
                };
        return Long.parseLong(matcher.group(1)) * unit;
    }

    List<OptionSpec> all() {
        return List.of(time);
    }
}
