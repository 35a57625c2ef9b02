package naru.explain;

import java.time.Duration;
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

    /** A setting as the agent was started with it. */
    Setting setting(String key);

    /** The same setting, if the agent were started now. */
    Setting settingNow(String key);

    NetfilterState netfilter();

    /** The rules at an earlier time, whose counters tell what has been used since. */
    Optional<Earlier> earlierNetfilter();

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

    /** What the programs have dropped lately of this kind; empty if nothing. */
    Optional<DropsSeen> drops(Question question);

    /** How programs know what the node's own stack made. */
    enum HostIdentity {
        /** The kernel says so: no ingress device, and a source address of this node. */
        KERNEL,
        /** The packet's mark says so. */
        MARK
    }

    record Earlier(NetfilterState state, Duration ago) {}

    /**
     * @param count packets from the question's source to its destination, protocol and port
     * @param last how long ago the last one was
     * @param lines some of them, the latest first
     */
    record DropsSeen(int count, Duration last, List<String> lines) {}

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
