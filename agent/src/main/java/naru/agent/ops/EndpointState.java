package naru.agent.ops;

import java.util.Optional;
import naru.agent.loop.Engine;
import naru.compile.LocalEndpoint;
import naru.compile.ReservedIdentity;

/** How far an endpoint is. */
public enum EndpointState {
    /** Under its policy. */
    READY("ready"),
    /** Its labels are not known yet: only the local host reaches it. */
    INIT("init"),
    /** Its policy does not fit into the kernel. */
    CLOSED("closed");

    private final String text;

    EndpointState(String text) {
        this.text = text;
    }

    /** Only for the event loop. */
    public static EndpointState of(int slot, Engine engine) {
        Optional<LocalEndpoint> policy = engine.compiler().endpoint(slot);
        if (engine.closedSets().contains(policy.map(LocalEndpoint::policySet).orElse(0))) {
            return CLOSED;
        }
        return policy.filter(p -> ReservedIdentity.isPod(p.identity())).isPresent() ? READY : INIT;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
