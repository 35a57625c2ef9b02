package naru.agent.doctor.foreign;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.agent.loop.Engine;
import naru.agent.loop.ProblemBoard;
import naru.apply.device.Inet;
import naru.linux.netlink.Link;
import naru.linux.netlink.Route;
import naru.model.Ipv4Address;
import naru.model.Pod;
import naru.wire.AgentReplies.Problem;

/**
 * Whether pods of this node have addresses that no endpoint has: they were made before Naru came,
 * by another network, and no policy is in force for them; or their interface is gone.
 */
public final class UnmanagedPodsCheck implements Check {

    private final Surroundings surroundings;
    private final ProblemBoard problems;

    /**
     * @param problems a pod that the agent says something of already is not named again
     */
    public UnmanagedPodsCheck(Surroundings surroundings, ProblemBoard problems) {
        this.surroundings = surroundings;
        this.problems = problems;
    }

    @Override
    public String name() {
        return "unmanaged-pods";
    }

    @Override
    public List<Finding> look() throws Exception {
        Set<String> said = problems.all().stream().map(Problem::where).collect(Collectors.toSet());
        return surroundings.ask(this::unmanaged).stream()
                .filter(pod -> !said.contains(name(pod)))
                .map(this::finding)
                .toList();
    }

    private static String name(Pod pod) {
        return pod.namespace() + "/" + pod.name();
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
        String evidence = "status.podIP is %s, no endpoint has it, and ".formatted(address);
        return device(address)
                .map(device -> unmanaged(pod, evidence + "the route to it leads to " + device))
                .orElseGet(() -> cutOff(pod, evidence + "no route leads to it"));
    }

    private Finding unmanaged(Pod pod, String evidence) {
        return new Finding(
                name(),
                "this pod is not under Naru's policies: its identity is unmanaged",
                name(pod),
                evidence,
                "it was made by another network, before Naru or beside it",
                "delete the pod; who made it makes it anew, with Naru");
    }

    private Finding cutOff(Pod pod, String evidence) {
        return new Finding(
                name(),
                "this pod is cut off: nothing on this node leads to it",
                name(pod),
                evidence,
                "its interface was deleted without DEL, or the network that made it is gone",
                "delete the pod; its runtime gives the next one a new interface");
    }

    private Optional<String> device(Ipv4Address address) {
        return surroundings
                .netlink()
                .routeTo(Inet.of(address))
                .map(Route::link)
                .flatMap(surroundings.netlink()::link)
                .map(Link::name);
    }
}
