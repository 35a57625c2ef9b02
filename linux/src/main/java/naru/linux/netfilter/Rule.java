package naru.linux.netfilter;

import java.util.List;
import java.util.Optional;

/**
 * A rule of a chain.
 *
 * @param index its place in the chain, from 1, as {@code iptables -L --line-numbers} counts
 * @param text as the save tool prints it, from {@code -A} on, without counters
 * @param target empty: a rule that only counts
 */
public record Rule(
        int index,
        String text,
        List<Match> matches,
        String comment,
        Optional<Target> target,
        long packets,
        long bytes) {

    public Rule {
        matches = List.copyOf(matches);
    }

    /**
     * A condition.
     *
     * @param option as the save tool spells it, e.g. {@code --mark} or {@code -s}; {@code -m} for
     *     an extension that has no options of its own
     * @param values what follows the option; for {@code -m} the extension's name
     */
    public record Match(String option, boolean negated, List<String> values) {
        public Match {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return (negated ? "! " : "") + option + " " + String.join(" ", values);
        }
    }

    /**
     * What is done with a packet that matches.
     *
     * @param gotoChain {@code -g}: does not come back to this chain
     * @param options e.g. {@code --set-xmark 0xc00/0xf00}
     */
    public record Target(String name, boolean gotoChain, List<String> options) {
        public Target {
            options = List.copyOf(options);
        }

        /** The value that follows an option of the target. */
        public Optional<String> option(String name) {
            int at = options.indexOf(name);
            return at < 0 || at + 1 >= options.size()
                    ? Optional.empty()
                    : Optional.of(options.get(at + 1));
        }
    }

    /** From its text, {@code -A CHAIN …}. */
    public static Rule parse(int index, String text) {
        return SaveText.rule(index, text, 0, 0);
    }

    /** True if both ask and do the same, wherever they stand and whatever they counted. */
    public boolean sameAs(Rule other) {
        return matches.equals(other.matches)
                && comment.equals(other.comment)
                && target.equals(other.target);
    }

    public boolean jumpsTo(String chain) {
        return target.isPresent() && target.get().name().equals(chain);
    }

    /** As the save tool prints it with {@code -c}. */
    public String countedText() {
        return "[" + packets + ":" + bytes + "] " + text;
    }
}
