package naru.agent.cni;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import naru.agent.endpoint.Calm;
import naru.apply.device.HostVeth;
import naru.apply.device.PodDevices;
import naru.apply.device.PodInterface;
import naru.linux.ffi.Descriptor;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.Links;
import naru.linux.netlink.Netlink;
import naru.linux.netns.Netns;
import naru.model.Ipv4Address;
import naru.wire.AgentRequests;
import naru.wire.Json;

/**
 * The first ADD of a process takes many times as long as the fiftieth: nothing of it has run
 * before. So an agent that has come up attaches a pod for show, between two new network namespaces
 * that nobody else sees and that end with it. As soon as a runtime asks for something real, it
 * stops.
 */
public final class Rehearsal implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("naru.cni");
    static final int ROUNDS = 5;
    private static final int MTU = 1500;
    private static final Ipv4Address NODE = Ipv4Address.parse("192.0.2.1");
    private static final Ipv4Address POD = Ipv4Address.parse("192.0.2.2");
    private static final String CONTAINER = "rehearsal";
    private static final String INTERFACE = "eth0";

    private final Calm calm;
    private final Thread thread;
    private volatile boolean over;
    private volatile int attached;

    /**
     * @param calm tells whether a request came
     */
    public Rehearsal(Calm calm) {
        this.calm = calm;
        this.thread = Thread.ofPlatform().name("rehearsal").daemon(true).unstarted(this::perform);
    }

    /** Begins in the background. */
    public void start() {
        thread.start();
    }

    /** All of it, on this thread. */
    void perform() {
        try {
            Netns.callInNew(pod -> Netns.callInNew(_ -> attach(pod)));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "no rehearsal", e);
        }
    }

    private boolean attach(Descriptor pod) {
        try (Netlink node = Netlink.open()) {
            InetAddress address = InetAddress.ofLiteral(NODE.toString());
            node.execute(Links.up(1), Addresses.add(1, address, Integer.SIZE));
            PodDevices devices = new PodDevices(node);
            for (int i = 0; i < ROUNDS && calm.isUntouched() && !over; i++) {
                attach(devices, Path.of("/proc/self/fd/" + pod.number()));
                attached = i + 1;
            }
            return true;
        }
    }

    private static void attach(PodDevices devices, Path netns) {
        PodInterface wanted = new PodInterface(CONTAINER, INTERFACE, netns, POD, NODE, MTU);
        HostVeth veth = devices.add(wanted, _ -> {});
        speak(veth, netns);
        devices.verify(wanted);
        devices.release(netns, INTERFACE, veth.podMac().orElseThrow(), veth.name());
        devices.remove(List.of(veth.name()));
    }

    /** How many pods were attached for show. */
    int attached() {
        return attached;
    }

    /** As a runtime asks and is answered. */
    private static void speak(HostVeth veth, Path netns) {
        Map<String, String> environment =
                Map.of(
                        "CNI_COMMAND",
                        "ADD",
                        "CNI_CONTAINERID",
                        CONTAINER,
                        "CNI_IFNAME",
                        INTERFACE,
                        "CNI_NETNS",
                        netns.toString(),
                        "CNI_ARGS",
                        "IgnoreUnknown=1;K8S_POD_NAMESPACE=a;K8S_POD_NAME=b");
        String config = "{\"cniVersion\":\"1.1.0\",\"name\":\"naru\",\"type\":\"naru\"}";
        try {
            AgentRequests.Cni asked = new AgentRequests.Cni("", environment, config);
            CniCall call =
                    CniRequestReader.read(Json.read(Json.line(asked), AgentRequests.Cni.class));
            Json.line(
                    new CniResult(
                                    veth.name(),
                                    veth.mac().toString(),
                                    INTERFACE,
                                    veth.podMac().orElseThrow().toString(),
                                    netns.toString(),
                                    veth.mtu(),
                                    POD,
                                    PodInterface.GATEWAY)
                            .toJson(call.version()));
        } catch (CniFailure | JsonProcessingException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Nothing of it is left when it returns. */
    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
