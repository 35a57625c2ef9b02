package naru.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import naru.wire.BuiltTree;
import naru.wire.Version;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code naru}: runs a command and says what failed. */
public final class Main {

    private static final List<String> VERSION = List.of("-V", "--version");

    private Main() {}

    public static void main(String[] args) {
        int exitCode = run(Surroundings.ofProcess(), args);
        // Not exit: nothing is left to be done at the end, and hooks cost time.
        Runtime.getRuntime().halt(exitCode);
    }

    /** Runs a command line and returns its exit code. */
    static int run(Surroundings surroundings, String... words) {
        String[] args = LeadingOptions.behindTheCommand(words);
        if (args.length == 1 && VERSION.contains(args[0])) {
            BuiltTree tree =
                    new BuiltTree(
                            Path.of(
                                    surroundings
                                            .variables()
                                            .getOrDefault(BuiltTree.VARIABLE, "/")));
            surroundings.print(List.of("naru " + Version.text(tree)));
            return 0;
        }
        CommandLine line = CommandTree.of(surroundings, args);
        Ansi ansi = surroundings.paint().colors() ? Ansi.ON : Ansi.OFF;
        line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setColorScheme(Help.defaultColorScheme(ansi))
                .setParameterExceptionHandler((e, _) -> misused(surroundings, e))
                .setExecutionExceptionHandler((e, _, parsed) -> failed(surroundings, e, parsed));
        line.setOut(new PrintWriter(surroundings.out(), true, UTF_8));
        line.setErr(new PrintWriter(surroundings.err(), true, UTF_8));
        int exitCode = line.execute(args);
        surroundings.out().flush();
        surroundings.err().flush();
        return exitCode;
    }

    private static int misused(Surroundings surroundings, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        surroundings.complain(String.valueOf(e.getMessage()), "see: " + command + " --help");
        return CommandFailure.USAGE;
    }

    private static int failed(Surroundings surroundings, Exception e, ParseResult parsed)
            throws Exception {
        if (e instanceof CommandFailure failure) {
            surroundings.complain(String.valueOf(e.getMessage()), failure.hint());
            return failure.exitCode();
        }
        if (e instanceof JsonProcessingException) {
            surroundings.complain(
                    "the answer is not as it should be: " + e.getMessage(),
                    "use the command and the agent of one build");
            return CommandFailure.FAILED;
        }
        if (e instanceof IOException) {
            surroundings.complain(String.valueOf(e.getMessage()), "");
            return CommandFailure.FAILED;
        }
        surroundings.complain(
                "a fault of naru itself at " + String.join(" ", parsed.originalArgs()),
                "with NARU_TRACE=1 in the environment it shows where");
        if (surroundings.variables().containsKey("NARU_TRACE")) {
            throw e;
        }
        return CommandFailure.FAILED;
    }
}
