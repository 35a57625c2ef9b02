package naru.linux.netfilter;

import java.util.List;

/**
 * A base chain of nftables that iptables did not make. Its rules are quoted, not judged.
 *
 * @param hook e.g. output
 * @param priority lower runs earlier; iptables' filter tables are at 0
 * @param rules one line a rule, as {@code nft list ruleset} prints it; those of chains that it may
 *     jump to follow
 */
public record NativeChain(
        String family,
        String table,
        String name,
        String hook,
        int priority,
        String policy,
        List<String> rules) {

    public NativeChain {
        rules = List.copyOf(rules);
    }

    /** True if a rule of it, or its policy, can keep a packet from going on. */
    public boolean canDrop() {
        return policy.equals("drop")
                || rules.stream().anyMatch(rule -> says(rule, "drop") || says(rule, "reject"));
    }

    /** True if a rule of it writes the packet's mark. */
    public boolean canMark() {
        return rules.stream().anyMatch(rule -> rule.contains("meta mark set"));
    }

    private static boolean says(String rule, String word) {
        return (" " + rule + " ").contains(" " + word + " ");
    }

    public String describe() {
        return family
                + " "
                + table
                + " "
                + name
                + " (hook "
                + hook
                + ", priority "
                + priority
                + ")";
    }
}
