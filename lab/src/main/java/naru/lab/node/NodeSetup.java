package naru.lab.node;

import java.util.List;
import java.util.Map;
import naru.lab.fabric.Fabric;
import naru.lab.machine.LabNs;
import naru.wire.LabPlaces;

/**
 * What all nodes of a lab are made with.
 *
 * @param podRoutes whether the fabric's router learns the pod ranges
 * @param agent how an agent is started, but for its arguments
 * @param agentConfig settings of every agent
 */
public record NodeSetup(
        LabPlaces places,
        LabNs labNs,
        Fabric fabric,
        boolean podRoutes,
        List<String> agent,
        Map<String, String> agentConfig) {
    public NodeSetup {
        agent = List.copyOf(agent);
        agentConfig = Map.copyOf(agentConfig);
    }
}
