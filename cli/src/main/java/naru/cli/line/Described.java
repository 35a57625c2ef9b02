package naru.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command in the words of its help. Written down instead of annotated: to look for annotations
 * takes a start longer than all the rest of picocli (decision 100).
 */
public final class Described {

    private final CommandSpec spec;
    private final List<String> footer = new ArrayList<>();

    private Described(String name, @Nullable Callable<Integer> command) {
        this.spec = CommandSpec.wrapWithoutInspection(command).name(name);
        spec.addOption(help());
    }

    /** A command that does something. */
    public static Described command(String name, Callable<Integer> command) {
        return new Described(name, command);
    }

    /** A command that only has others below it. */
    public static Described group(String name) {
        return new Described(name, null);
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this help.")
                .build();
    }

    /** What it does; the first line is its line in a list of commands. */
    public Described about(String... lines) {
        spec.usageMessage().description(lines);
        return this;
    }

    /** What is to be known besides, below the options. */
    public Described remark(String line) {
        footer.addAll(List.of("", line));
        return this;
    }

    /** What may be copied, without {@code naru}; the last part of the help. */
    public Described examples(String... commands) {
        footer.addAll(List.of("", commands.length == 1 ? "Example:" : "Examples:"));
        for (String command : commands) {
            footer.add("  naru " + command);
        }
        return this;
    }

    /** Options and parameters that it takes. */
    public Described takes(ArgSpec... arguments) {
        return takes(List.of(arguments));
    }

    /** As {@link #takes(ArgSpec...)}. */
    public Described takes(List<? extends ArgSpec> arguments) {
        for (ArgSpec argument : arguments) {
            if (argument instanceof OptionSpec option) {
                spec.addOption(option);
            } else if (argument instanceof PositionalParamSpec parameter) {
                spec.addPositional(parameter);
            }
        }
        return this;
    }

    /** The command as picocli takes it. */
    public CommandLine line() {
        spec.usageMessage().footer(footer.toArray(String[]::new));
        return new CommandLine(spec);
    }
}
