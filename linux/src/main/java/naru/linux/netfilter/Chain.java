package naru.linux.netfilter;

import java.util.List;

/**
 * A chain of a table.
 *
 * @param policy ACCEPT or DROP; {@code -} for a chain that is only jumped to
 */
public record Chain(String name, String policy, long packets, long bytes, List<Rule> rules) {

    public Chain {
        rules = List.copyOf(rules);
    }

    /** True if the kernel itself starts here. */
    public boolean builtIn() {
        return !policy.equals("-");
    }

    /** As the save tool prints it with {@code -c}. */
    public String header() {
        return ":" + name + " " + policy + " [" + packets + ":" + bytes + "]";
    }
}
