package naru.agent.ops;

import java.util.ArrayList;
import java.util.List;
import naru.compile.Compiler;
import naru.compile.Origin;
import naru.datapath.Flow;
import naru.datapath.FlowKey;
import naru.datapath.FlowMap;
import naru.datapath.abi.FlowFlags;
import naru.wire.AgentReplies.FlowRow;

/** The connections of this node's pods as rows for people. */
final class FlowListing {

    private static final long NANOS = 1_000_000_000L;

    private FlowListing() {}

    /** Those that have not expired. Only for the event loop, because it names rules. */
    static List<FlowRow> rows(FlowMap flows, Compiler compiler) {
        List<FlowRow> rows = new ArrayList<>();
        long now = System.nanoTime(); // CLOCK_MONOTONIC, as the datapath's
        flows.forEach(
                (key, flow) -> {
                    if (flow.expires() > now) {
                        rows.add(row(key, flow, now, compiler));
                    }
                });
        return rows;
    }

    private static FlowRow row(FlowKey key, Flow flow, long now, Compiler compiler) {
        boolean low = flow.fromLow();
        return new FlowRow(
                ProtocolText.of(key.protocol()),
                (low ? key.low() : key.high()).toString(),
                low ? key.lowPort() : key.highPort(),
                (low ? key.high() : key.low()).toString(),
                low ? key.highPort() : key.lowPort(),
                Integer.toUnsignedLong(flow.sourceIdentity()),
                Integer.toUnsignedLong(flow.destinationIdentity()),
                state(flow),
                (flow.expires() - now) / NANOS,
                flow.forward().packets(),
                flow.forward().bytes(),
                flow.reply().packets(),
                flow.reply().bytes(),
                rules(flow.egressRule(), compiler),
                rules(flow.ingressRule(), compiler));
    }

    private static String state(Flow flow) {
        if (flow.flags().contains(FlowFlags.CLOSED)) {
            return "closed";
        }
        if (flow.flags().contains(FlowFlags.FORWARD_FIN)
                || flow.flags().contains(FlowFlags.REPLY_FIN)) {
            return "closing";
        }
        return flow.flags().contains(FlowFlags.SEEN_REPLY) ? "established" : "new";
    }

    private static List<String> rules(int rule, Compiler compiler) {
        return compiler.origins(rule).stream().map(Origin::toString).toList();
    }
}
