package naru.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import naru.agent.node.NodeKeeper.Known;
import naru.apply.device.Difference;
import naru.apply.device.NodeDevices;
import naru.model.Node;

/** The routes to other nodes' pods, and the way that the kernel really takes to them. */
public final class RoutesCheck implements Check {

    private final NodeDevices devices;
    private final Supplier<Known> nodes;

    public RoutesCheck(NodeDevices devices, Supplier<Known> nodes) {
        this.devices = devices;
        this.nodes = nodes;
    }

    @Override
    public String name() {
        return "routes";
    }

    @Override
    public List<Finding> look() {
        Known known = nodes.get();
        Optional<Node> own = known.own();
        if (own.isEmpty()) {
            return List.of(
                    new Finding(
                            name(),
                            "this node's own object is not known",
                            "",
                            known.others().size() + " other nodes are known",
                            "no Node of the manifests has this node's name",
                            "start the agent with the --node that the Node object has, or add the"
                                    + " object: without it no pod gets an address"));
        }
        List<Difference> differences = devices.differences(own.get(), known.others());
        List<Finding> found = new ArrayList<>();
        differences.forEach(difference -> found.add(wrong(difference)));
        if (differences.isEmpty()) {
            devices.astray(own.get(), known.others()).forEach(way -> found.add(astray(way)));
        }
        return found;
    }

    private Finding wrong(Difference difference) {
        return new Finding(
                name(),
                "a route to pods is not as it should be",
                difference.object(),
                difference.toString(),
                "somebody took it away or changed it",
                "the agent puts it back within seconds; if this stays: naru status, and ip monitor"
                        + " route shows who is at it");
    }

    private Finding astray(Difference way) {
        return new Finding(
                name(),
                "packets to another node's pods leave this node another way than by our route",
                way.object(),
                way.toString(),
                "a rule (ip rule) or a more specific route takes them first",
                "ip rule; ip route show table all: take away what is in front, or let it leave out"
                        + " the pod ranges");
    }
}
