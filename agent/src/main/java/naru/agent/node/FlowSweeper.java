package naru.agent.node;

import naru.agent.endpoint.EndpointRecord;
import naru.datapath.Datapath;

/**
 * Takes away the flows and counters that pods leave behind. What has expired needs nobody, a timer
 * in the kernel takes it. Any thread.
 */
public final class FlowSweeper {

    private final Datapath datapath;

    public FlowSweeper(Datapath datapath) {
        this.datapath = datapath;
    }

    /** Removes the flows and counters of an endpoint that is gone. */
    public void remove(EndpointRecord endpoint) {
        datapath.forgetPod(endpoint.ipv4(), endpoint.slot());
    }

    /**
     * Removes the flows of endpoints that went while nobody swept.
     *
     * @return how many
     */
    public int removeOrphans() {
        return datapath.forgetGonePods();
    }
}
