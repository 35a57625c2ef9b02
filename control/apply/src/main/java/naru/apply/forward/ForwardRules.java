package naru.apply.forward;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import naru.linux.netfilter.Backend;
import naru.linux.netfilter.Chain;
import naru.linux.netfilter.NetfilterReader;
import naru.linux.netfilter.NetfilterWriter;
import naru.linux.netfilter.Rule;

/**
 * Two rules at the end of filter/FORWARD that accept what comes from pods and what goes to them:
 * Naru's policy has been asked, or will be. They are there where the chain's policy is DROP, as
 * Docker sets it, and nowhere else. Rules of others come before and stay in force. Runs in the
 * network namespace of the calling thread.
 */
public final class ForwardRules {

    /** The host-side devices of pods, as iptables spells it. */
    public static final String PODS = "naru+";

    /** What people call the place. */
    public static final String PLACE = "filter/FORWARD";

    private static final String TABLE = "filter";
    private static final String CHAIN = "FORWARD";
    private static final String FROM_PODS =
            "-A FORWARD -i naru+ -m comment --comment \"naru: policy was asked\" -j ACCEPT";
    private static final String TO_PODS =
            "-A FORWARD -o naru+ -m comment --comment \"naru: policy will be asked\" -j ACCEPT";

    private ForwardRules() {}

    /** What a backend lacks, or has too much of. */
    public enum Difference {
        NONE,
        MISSING,
        NEEDLESS
    }

    /**
     * Compares what is there with what should be.
     *
     * @param wanted false: the rules should be nowhere
     */
    public static Difference difference(Backend backend, boolean wanted) {
        return difference(NetfilterReader.chain(backend, TABLE, CHAIN), wanted);
    }

    private static Difference difference(Optional<Chain> forward, boolean wanted) {
        boolean needed = wanted && forward.filter(f -> f.policy().equals("DROP")).isPresent();
        int present = forward.map(ForwardRules::ours).orElse(List.of()).size();
        if (present == (needed ? 2 : 0)) {
            return Difference.NONE;
        }
        return needed ? Difference.MISSING : Difference.NEEDLESS;
    }

    /**
     * Makes them as they should be.
     *
     * @param wanted false: nowhere
     * @return what was different
     * @throws IOException if the tool refuses
     */
    public static Difference apply(Backend backend, boolean wanted) throws IOException {
        Optional<Chain> forward = NetfilterReader.chain(backend, TABLE, CHAIN);
        Difference difference = difference(forward, wanted);
        List<Rule> ours = forward.map(ForwardRules::ours).orElse(List.of());
        switch (difference) {
            case NONE -> {}
            case MISSING -> commit(backend, ours, true);
            case NEEDLESS -> commit(backend, ours, false);
        }
        return difference;
    }

    private static List<Rule> ours(Chain forward) {
        return forward.rules().stream()
                .filter(
                        rule ->
                                Stream.of(FROM_PODS, TO_PODS)
                                        .anyMatch(text -> rule.sameAs(Rule.parse(1, text))))
                .toList();
    }

    private static void commit(Backend backend, List<Rule> before, boolean needed)
            throws IOException {
        List<String> lines = new ArrayList<>(List.of("*" + TABLE));
        before.forEach(rule -> lines.add("-D" + rule.text().substring("-A".length())));
        if (needed) {
            lines.addAll(List.of(FROM_PODS, TO_PODS));
        }
        lines.add("COMMIT");
        NetfilterWriter.restore(backend, String.join("\n", lines) + "\n");
    }
}
