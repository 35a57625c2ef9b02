package naru.agent.ops;

import java.util.List;
import java.util.Set;
import naru.compile.Identity;
import naru.wire.AgentReplies.MonitorEvent;
import naru.wire.AgentRequests;
import naru.wire.Operation.Refusal;

/** Which events somebody wants to see. Events before which others were lost pass always. */
record MonitorFilter(
        String endpoint, String identity, String verdict, int port, List<String> types) {

    private static final Set<String> VERDICTS = Set.of("", "allow", "deny");
    private static final Set<String> TYPES = Set.of("drop", "policy-verdict", "trace");

    static MonitorFilter of(AgentRequests.Monitor asked) throws Refusal {
        List<String> types = asked.types();
        for (String type : types) {
            if (!TYPES.contains(type)) {
                throw Refusal.usage(
                        "there is no event type \"" + type + "\"",
                        "one of drop, policy-verdict, trace");
            }
        }
        String verdict = asked.verdict();
        if (!VERDICTS.contains(verdict)) {
            throw Refusal.usage("there is no verdict \"" + verdict + "\"", "allow or deny");
        }
        return new MonitorFilter(asked.endpoint(), asked.identity(), verdict, asked.port(), types);
    }

    boolean takes(MonitorEvent event) {
        return event.lost() > 0
                || (types.isEmpty() || types.contains(event.type()))
                        && (verdict.isEmpty() || verdict.equals(event.verdict()))
                        && (port == 0
                                || port == event.sourcePort()
                                || port == event.destinationPort())
                        && isEndpoint(event)
                        && isIdentity(event);
    }

    /** By number, pod or address; a pod is meant at either end, as far as this node knows it. */
    private boolean isEndpoint(MonitorEvent event) {
        return endpoint.isEmpty()
                || endpoint.equals(Integer.toString(event.endpoint()))
                || endpoint.equals(event.endpointPod())
                || endpoint.equals(event.sourceName())
                || endpoint.equals(event.destinationName())
                || endpoint.equals(event.source())
                || endpoint.equals(event.destination());
    }

    private boolean isIdentity(MonitorEvent event) {
        return identity.isEmpty()
                || isNumbered(event.sourceIdentity())
                || isNumbered(event.destinationIdentity());
    }

    private boolean isNumbered(long number) {
        return identity.equals(Long.toString(number))
                || identity.equals(Identity.text((int) number));
    }
}
