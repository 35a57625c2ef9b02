package naru.explain;

import java.util.List;
import java.util.Optional;
import naru.compile.PolicyKey;
import naru.compile.Tables;
import naru.linux.netfilter.NetfilterState;
import naru.model.Ipv4Address;

/**
 * What the kernel of one node does, as it is now. Nothing here comes from settings but {@link
 * #setting}. What could not be read is empty.
 */
public interface KernelFacts {

    /**
     * The maps that the programs read, so that the evaluator can be asked about them too. {@code
     * origins} and {@code rules} are the compiler's: the kernel knows numbers only.
     */
    Tables tables();

    /** How the loaded programs tell the host, from their own constants. */
    Optional<HostIdentity> loadedHostIdentity();

    Setting setting(String key);

    NetfilterState netfilter();

    /** The host-side veth of an endpoint. */
    Optional<PodDevice> podDevice(int slot);

    /** The node's own route to an address. */
    Optional<RouteTaken> route(Ipv4Address destination);

    /** The programs at a place of a device, in the order in which the kernel runs them. */
    Optional<List<String>> attached(Hook hook, String device);

    /** What the twin of the programs that changes nothing answers; empty if it can't be run. */
    Optional<DryRun.Answer> dryRun(DryRun.Packet packet);

    /** Packets of an endpoint that an entry has decided so far. */
    Optional<Long> packets(int slot, PolicyKey key);

    /** How programs know what the node's own stack made. */
    enum HostIdentity {
        /** The kernel says so: no ingress device, and a source address of this node. */
        KERNEL,
        /** The packet's mark says so. */
        MARK
    }

    /** Where programs are attached. */
    enum Hook {
        POD_EGRESS("pod_egress"),
        POD_INGRESS("pod_ingress"),
        NODE_INGRESS("node_ingress");

        private final String program;

        Hook(String program) {
            this.program = program;
        }

        public String program() {
            return program;
        }
    }

    /** A device by name and index. */
    record PodDevice(String name, int ifindex) {
        @Override
        public String toString() {
            return name + " (ifindex " + ifindex + ")";
        }
    }

    /**
     * @param delivers false: the route refuses, e.g. unreachable or blackhole
     * @param device empty for a local address or a refusing route
     * @param text as {@code ip route} says it
     */
    record RouteTaken(boolean delivers, String device, String text) {}
}
