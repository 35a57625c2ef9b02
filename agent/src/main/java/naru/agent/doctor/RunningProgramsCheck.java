package naru.agent.doctor;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import naru.agent.loop.LivePod;
import naru.datapath.DatapathMaps;
import naru.datapath.Flow;
import naru.datapath.FlowKey;
import naru.linux.ffi.NativeException;
import naru.linux.icmp.PingSocket;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;
import naru.model.Ipv4Address;

/**
 * Whether the programs of each pod really run: the node sends each pod one echo request, as a probe
 * of kubelet's would go, and looks at what the programs have counted for it. No policy keeps this
 * out, so nothing depends on policies; a pod that does not answer is no finding.
 */
public final class RunningProgramsCheck implements Check {

    private static final int ICMP = 1;
    private static final int IDENTIFIERS = 1 << 16;
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final LocalPods pods;
    private final DatapathMaps maps;

    public RunningProgramsCheck(LocalPods pods, DatapathMaps maps) {
        this.pods = pods;
        this.maps = maps;
    }

    /**
     * A request that was sent.
     *
     * @param from the address that the kernel gave it
     */
    private record Asked(LivePod pod, Ipv4Address from) {}

    @Override
    public String name() {
        return "programs-run";
    }

    @Override
    public List<Finding> look() throws Exception {
        int identifier = ThreadLocalRandom.current().nextInt(IDENTIFIERS);
        List<Finding> found = new ArrayList<>();
        try (PingSocket socket = PingSocket.open();
                Netlink node = Netlink.open()) {
            List<Asked> asked = new ArrayList<>();
            for (LivePod pod : pods.all()) {
                source(node, pod)
                        .ifPresent(from -> ask(socket, new Asked(pod, from), identifier, asked));
            }
            Set<Ipv4Address> answered = answers(socket, asked.size(), identifier);
            for (Asked one : asked) {
                judge(one, identifier, answered.contains(one.pod.address())).ifPresent(found::add);
            }
        }
        return found;
    }

    /** Empty if the way does not lead to the pod, which is the routes' check to say. */
    private static Optional<Ipv4Address> source(Netlink node, LivePod pod) {
        return node.routeTo(IpPrefix.parse(pod.address() + "/32").address())
                .filter(route -> route.link() == pod.ifindex())
                .flatMap(Route::source)
                .map(RunningProgramsCheck::address);
    }

    private static void ask(PingSocket socket, Asked one, int identifier, List<Asked> asked) {
        InetAddress to = IpPrefix.parse(one.pod.address() + "/32").address();
        try {
            if (to instanceof Inet4Address ipv4) {
                socket.send(ipv4, identifier);
            }
        } catch (NativeException e) {
            // what was kept from leaving was not seen by any program either: judged below
        }
        asked.add(one);
    }

    private static Set<Ipv4Address> answers(PingSocket socket, int wanted, int identifier) {
        Set<Ipv4Address> answered = new HashSet<>();
        long end = System.nanoTime() + WAIT_NANOS;
        while (answered.size() < wanted && System.nanoTime() - end < 0) {
            Optional<PingSocket.Reply> reply = socket.receive();
            reply.filter(r -> r.identifier() == identifier)
                    .ifPresent(r -> answered.add(address(r.from())));
            if (reply.isEmpty()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return answered;
    }

    private Optional<Finding> judge(Asked one, int identifier, boolean answered) {
        Optional<Flow> flow = flow(one, identifier);
        boolean inSeen = flow.filter(f -> f.forward().packets() > 0).isPresent();
        boolean outSeen = flow.filter(f -> f.reply().packets() > 0).isPresent();
        if (inSeen && (outSeen || !answered)) {
            return Optional.empty();
        }
        String request = "an echo request of " + one.from + " to it";
        if (answered) {
            String program = inSeen ? "pod_egress" : "pod_ingress";
            return Optional.of(
                    new Finding(
                            name(),
                            "packets pass a pod's device without being looked at",
                            one.pod.where(),
                            request + " was answered, and " + program + " has not counted it",
                            "the program is not attached there, or another one lets packets pass"
                                    + " before it",
                            "bpftool net show dev " + one.pod.device()));
        }
        return Optional.of(
                new Finding(
                        name(),
                        "what this node sends to a pod does not get through",
                        one.pod.where(),
                        request + " was not let through by pod_ingress",
                        "something on the node drops it before, the program does, or it is not"
                                + " attached",
                        "naru explain kubelet " + one.pod.record().name()));
    }

    private Optional<Flow> flow(Asked one, int identifier) {
        Ipv4Address pod = one.pod.address();
        return maps.flows()
                .lookup(new FlowKey(one.from, identifier, pod, identifier, ICMP))
                .or(
                        () ->
                                maps.flows()
                                        .lookup(
                                                new FlowKey(
                                                        pod,
                                                        identifier,
                                                        one.from,
                                                        identifier,
                                                        ICMP)));
    }

    private static Ipv4Address address(InetAddress address) {
        return Ipv4Address.parse(address.getHostAddress());
    }
}
