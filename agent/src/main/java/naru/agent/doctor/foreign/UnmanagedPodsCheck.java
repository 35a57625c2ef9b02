package naru.agent.doctor.foreign;

import java.util.List;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.agent.loop.Engine;
import naru.apply.device.Inet;
import naru.linux.netlink.Link;
import naru.linux.netlink.Route;
import naru.model.Ipv4Address;
import naru.model.Pod;

/**
 * Whether pods of this node have addresses that Naru did not give: they were made before it came,
 * by another network, and no policy is in force for them.
 */
public final class UnmanagedPodsCheck implements Check {

    private final Surroundings surroundings;

    public UnmanagedPodsCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "unmanaged-pods";
    }

    @Override
    public List<Finding> look() throws Exception {
        return surroundings.ask(this::unmanaged).stream().map(this::finding).toList();
    }

    private List<Pod> unmanaged(Engine engine) {
        return engine.compiler().objects().stream()
                .filter(Pod.class::isInstance)
                .map(Pod.class::cast)
                .filter(pod -> pod.nodeName().equals(surroundings.node()))
                .filter(pod -> !pod.hostNetwork() && !pod.finished() && !pod.addresses().isEmpty())
                .filter(pod -> pod.addresses().stream().noneMatch(a -> isEndpoint(engine, a)))
                .toList();
    }

    private static boolean isEndpoint(Engine engine, Ipv4Address address) {
        return engine.endpoints().at(address).isPresent();
    }

    private Finding finding(Pod pod) {
        Ipv4Address address = pod.addresses().getFirst();
        return new Finding(
                name(),
                "this pod is not under Naru's policies: its identity is unmanaged",
                pod.namespace() + "/" + pod.name(),
                "status.podIP is %s, and no endpoint has it%s".formatted(address, device(address)),
                "it was made by another network, before Naru or beside it",
                "delete the pod; who made it makes it anew, with Naru");
    }

    private String device(Ipv4Address address) {
        return surroundings
                .netlink()
                .routeTo(Inet.of(address))
                .map(Route::link)
                .flatMap(surroundings.netlink()::link)
                .map(Link::name)
                .map(name -> "; the route to it leads to " + name)
                .orElse("");
    }
}
