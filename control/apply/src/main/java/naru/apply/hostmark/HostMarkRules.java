package naru.apply.hostmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.linux.netfilter.Backend;
import naru.linux.netfilter.Chain;
import naru.linux.netfilter.NetfilterReader;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netfilter.NetfilterWriter;
import naru.linux.netfilter.Rule;

/**
 * Chain {@value #CHAIN} of table filter: marks packets of this node's own stack with 0xc00/0xf00.
 * Runs in the network namespace of the calling thread.
 */
public final class HostMarkRules {

    public static final String CHAIN = "NARU_OUTPUT";

    private static final String TABLE = "filter";
    private static final String JUMP =
            "-m comment --comment \"naru-feeder: " + CHAIN + "\" -j " + CHAIN;
    private static final String MARK =
            "-A "
                    + CHAIN
                    + " -m mark ! --mark 0xe00/0xf00 -m mark ! --mark 0xd00/0xf00"
                    + " -m mark ! --mark 0xa00/0xe00"
                    + " -m comment --comment \"naru: host->any mark as from host\""
                    + " -j MARK --set-xmark 0xc00/0xf00";
    private static final Rule MARK_RULE = Rule.parse(1, MARK);

    private HostMarkRules() {}

    /**
     * What was done.
     *
     * @param backend that the command {@code iptables} programs here
     * @param changes one sentence each; empty if all was as it should be
     */
    public record Outcome(Backend backend, List<String> changes) {}

    /**
     * Makes the rules as they should be and reads them back.
     *
     * @param installed true: chain, rule and the jump as first rule of OUTPUT, in the backend of
     *     the command {@code iptables}, and nothing of ours in the other; false: nothing of ours
     * @throws IOException if a tool is missing or refuses, or the rules did not stay
     */
    public static Outcome apply(boolean installed) throws IOException {
        NetfilterState before = NetfilterReader.read();
        Backend home = before.installed();
        List<String> changes = new ArrayList<>();
        remove(before, home.other(), changes);
        if (installed) {
            install(before, home, changes);
        } else {
            remove(before, home, changes);
        }
        if (!changes.isEmpty()) {
            Optional<String> lacking = lacking(NetfilterReader.read(), installed);
            if (lacking.isPresent()) {
                throw new IOException("after writing the host mark rules: " + lacking.get());
            }
        }
        return new Outcome(home, List.copyOf(changes));
    }

    /** In what the rules differ from what is wanted; empty if in nothing. */
    public static Optional<String> lacking(NetfilterState state, boolean installed) {
        if (installed) {
            return inPlace(state, state.installed())
                    ? Optional.empty()
                    : Optional.of(
                            "chain "
                                    + CHAIN
                                    + " is not complete or not the first of OUTPUT in the "
                                    + state.installed().word()
                                    + " backend");
        }
        for (Backend backend : Backend.values()) {
            if (isPresent(state, backend)) {
                return Optional.of(
                        "rules of " + CHAIN + " are left in the " + backend.word() + " backend");
            }
        }
        return Optional.empty();
    }

    private static void install(NetfilterState state, Backend backend, List<String> changes)
            throws IOException {
        if (inPlace(state, backend)) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of("*" + TABLE, ":" + CHAIN + " - [0:0]", MARK));
        lines.addAll(jumpRemovals(state, backend));
        lines.add("-I OUTPUT 1 " + JUMP);
        commit(backend, lines);
        changes.add("host mark rules installed in the " + backend.word() + " backend of iptables");
    }

    private static void remove(NetfilterState state, Backend backend, List<String> changes)
            throws IOException {
        if (!isPresent(state, backend)) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of("*" + TABLE));
        lines.addAll(jumpRemovals(state, backend));
        if (state.ruleset(backend).chain(TABLE, CHAIN).isPresent()) {
            lines.add("-F " + CHAIN);
            lines.add("-X " + CHAIN);
        }
        commit(backend, lines);
        changes.add("host mark rules removed from the " + backend.word() + " backend of iptables");
    }

    private static void commit(Backend backend, List<String> lines) throws IOException {
        NetfilterWriter.restore(backend, String.join("\n", lines) + "\nCOMMIT\n");
    }

    /** One line for each jump, wherever in the built-in chains it stands. */
    private static List<String> jumpRemovals(NetfilterState state, Backend backend) {
        return jumps(state, backend).stream()
                .map(rule -> "-D" + rule.text().substring("-A".length()))
                .toList();
    }

    private static List<Rule> jumps(NetfilterState state, Backend backend) {
        return state.ruleset(backend).table(TABLE).map(table -> table.chains().values()).stream()
                .flatMap(chains -> chains.stream())
                .flatMap(chain -> chain.rules().stream())
                .filter(rule -> rule.jumpsTo(CHAIN))
                .toList();
    }

    private static boolean isPresent(NetfilterState state, Backend backend) {
        return state.ruleset(backend).chain(TABLE, CHAIN).isPresent()
                || !jumps(state, backend).isEmpty();
    }

    private static boolean inPlace(NetfilterState state, Backend backend) {
        List<Rule> own =
                state.ruleset(backend).chain(TABLE, CHAIN).map(Chain::rules).orElse(List.of());
        List<Rule> output =
                state.ruleset(backend).chain(TABLE, "OUTPUT").map(Chain::rules).orElse(List.of());
        return own.size() == 1
                && own.getFirst().sameAs(MARK_RULE)
                && !output.isEmpty()
                && output.getFirst().sameAs(Rule.parse(1, "-A OUTPUT " + JUMP))
                && jumps(state, backend).size() == 1;
    }
}
