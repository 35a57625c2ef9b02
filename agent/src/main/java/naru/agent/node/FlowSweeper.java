package naru.agent.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import naru.agent.endpoint.EndpointRecord;
import naru.datapath.DatapathMaps;
import naru.datapath.Flow;
import naru.datapath.FlowKey;
import naru.model.Ipv4Address;

/** Takes flows away that have expired or whose endpoint is gone. Any thread. */
public final class FlowSweeper {

    private final DatapathMaps maps;

    public FlowSweeper(DatapathMaps maps) {
        this.maps = maps;
    }

    /**
     * Removes what has expired.
     *
     * @return how many flows went
     */
    public int sweep() {
        long now = System.nanoTime(); // CLOCK_MONOTONIC, as the datapath's
        return remove((_, flow) -> flow.expires() <= now);
    }

    /** Removes the flows and counters of an endpoint that is gone. */
    public void remove(EndpointRecord endpoint) {
        Ipv4Address address = endpoint.ipv4();
        remove((key, _) -> key.low().equals(address) || key.high().equals(address));
        maps.policyStats().removeEndpoint(endpoint.slot());
    }

    /** Removes the flows of slots that nobody has. */
    public int keepSlots(Set<Integer> slots) {
        return remove(
                (_, flow) ->
                        isGone(flow.sourceSlot(), slots) || isGone(flow.destinationSlot(), slots));
    }

    private static boolean isGone(int slot, Set<Integer> slots) {
        return slot != 0 && !slots.contains(slot);
    }

    private int remove(BiPredicate<FlowKey, Flow> stale) {
        List<FlowKey> found = new ArrayList<>();
        maps.flows()
                .forEach(
                        (key, flow) -> {
                            if (stale.test(key, flow)) {
                                found.add(key);
                            }
                        });
        maps.flows().removeAll(found);
        return found.size();
    }
}
