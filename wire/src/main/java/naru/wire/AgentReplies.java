package naru.wire;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * What an agent answers, operation by operation. Numbers of identities are unsigned; times are
 * seconds unless a name says otherwise.
 */
public final class AgentReplies {

    private AgentReplies() {}

    /**
     * {@code status}.
     *
     * @param revision of the manifests: the newest seen
     * @param appliedRevision the newest that the kernel enforces
     * @param attach tcx or clsact, what is in use
     */
    public record Status(
            String node,
            String version,
            long revision,
            long appliedRevision,
            String hostIdentity,
            String attach,
            int endpoints,
            int identities,
            int policySets,
            Policy policy,
            Addresses addresses,
            Events events,
            Forwarded forwarded,
            List<MapUse> maps,
            List<Drops> drops,
            Repairs repairs,
            List<Problem> problems) {
        public Status {
            requireNonNull(forwarded);
            requireNonNull(repairs);
            requireNonNull(policy);
            requireNonNull(addresses);
            requireNonNull(events);
        }
    }

    /**
     * What policy takes.
     *
     * @param entries of all policy sets together
     * @param kernelBytes of their map
     * @param heapBytes that the agent's objects take, those that nobody needs any more included
     */
    public record Policy(
            long entries, long kernelBytes, long heapBytes, Change lastChange, Change slowest) {}

    /**
     * How long a change of policy took, milliseconds; 0 if there was none.
     *
     * @param compile from manifests that were read to entries
     * @param write from these into the kernel
     */
    public record Change(double compile, double write) {}

    /** Pod addresses of this node. */
    public record Addresses(List<String> podCidrs, long used, long free) {}

    /**
     * Events of the datapath since the programs were loaded.
     *
     * @param lost did not fit into the ring buffer
     * @param overLimit packets that were not reported, because their endpoint had used up its share
     */
    public record Events(long read, long lost, long overLimit) {}

    /**
     * Packets that went on, at all hooks together.
     *
     * @param fast of them, those that needed no more than their connection's entry
     */
    public record Forwarded(long packets, long bytes, long fast) {}

    /**
     * How full a map is.
     *
     * @param bytes that the kernel takes for it
     */
    public record MapUse(String name, long entries, long maximum, long bytes) {}

    /** Dropped packets by reason. */
    public record Drops(String reason, String direction, long packets, long bytes) {}

    /**
     * What others changed and the agent put back since it started.
     *
     * @param byKind how many of each kind; see {@code docs/drift.md}
     * @param recent the latest, newest first
     * @param lastSweep when all was looked at last, ISO-8601; empty: not yet
     * @param sweepMillis how long that took
     */
    public record Repairs(
            long count,
            Map<String, Long> byKind,
            List<Repair> recent,
            String lastSweep,
            double sweepMillis) {

        public static final Repairs NONE = new Repairs(0, Map.of(), List.of(), "", 0);
    }

    /**
     * One of them.
     *
     * @param time ISO-8601
     */
    public record Repair(String time, String kind, String where, String found, String done) {}

    /** Something that is not as it should be. */
    public record Problem(String what, String where, String evidence, String fix) {}

    /**
     * A row of {@code endpoint list}.
     *
     * @param state ready, init (labels not known) or closed (its policy does not fit into the
     *     kernel)
     * @param ingressPolicies the policies that isolate it; empty: not isolated
     */
    public record EndpointRow(
            int id,
            String namespace,
            String pod,
            String containerId,
            String address,
            String device,
            int ifindex,
            long identity,
            List<String> labels,
            long policySet,
            List<String> ingressPolicies,
            List<String> egressPolicies,
            String state) {}

    /** A row of {@code identity list}. */
    public record IdentityRow(long identity, List<String> labels, int pods) {}

    /**
     * A row of {@code bpf policy get}.
     *
     * @param identity 0: any
     * @param blocks the CIDRs of the peer, with their exceptions; empty: addresses do not matter
     * @param portProto {@code ANY}, {@code 8082/TCP}, {@code 8080-8083/TCP} or {@code TCP}
     * @param proxyPort {@code NONE}, or the port
     * @param rules which policy and rule made it, e.g. {@code argocd/redis ingress[0]}
     */
    public record PolicyRow(
            String policy,
            String direction,
            long identity,
            List<String> labels,
            List<String> blocks,
            String portProto,
            String proxyPort,
            long bytes,
            long packets,
            List<String> rules) {}

    /** A row of {@code bpf ipcache list}. */
    public record IpcacheRow(
            String prefix,
            long identity,
            List<String> labels,
            String tunnelEndpoint,
            String source) {}

    /** A row of {@code bpf ct list}. */
    public record FlowRow(
            String protocol,
            String source,
            int sourcePort,
            String destination,
            int destinationPort,
            long sourceIdentity,
            long destinationIdentity,
            String state,
            long expires,
            long forwardPackets,
            long forwardBytes,
            long replyPackets,
            long replyBytes,
            List<String> egressRules,
            List<String> ingressRules) {}

    /**
     * {@code monitor}, first line if wished: every event from now on follows.
     *
     * @param subscribed the node whose events these are
     */
    public record Subscribed(String subscribed) {

        /** What no other line has. */
        public static final String MARK = "subscribed";
    }

    /**
     * A line of {@code monitor}.
     *
     * @param type drop, trace or policy-verdict
     * @param time ISO-8601
     * @param rules the policies and rules that decided; for a default-deny the policies that
     *     isolate
     * @param isolatedBy for a default-deny: the isolating policies; else empty
     */
    public record MonitorEvent(
            String type,
            String time,
            String node,
            String hash,
            int endpoint,
            String endpointPod,
            long sourceIdentity,
            long destinationIdentity,
            String sourceName,
            String destinationName,
            String source,
            int sourcePort,
            String destination,
            int destinationPort,
            String protocol,
            int protocolNumber,
            String direction,
            String verdict,
            String match,
            String reason,
            int reasonNumber,
            String state,
            String tracePoint,
            String device,
            int ifindex,
            String summary,
            List<String> rules,
            List<String> isolatedBy,
            long lost) {}

    /**
     * {@code metrics}.
     *
     * @param contentType the format of the text, as in HTTP's header
     */
    public record Metrics(String contentType, String text) {}

    /** {@code await}: which revision is in force now. */
    public record Awaited(long appliedRevision, boolean reached, List<String> pending) {}
}
