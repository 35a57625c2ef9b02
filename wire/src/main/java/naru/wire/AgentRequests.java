package naru.wire;

import java.util.List;
import java.util.Map;

/**
 * What an agent is asked, operation by operation. {@code status}, {@code endpoint-list}, {@code
 * identity-list}, {@code ipcache-list} and {@code ct-list} have no arguments.
 */
public final class AgentRequests {

    private AgentRequests() {}

    /** {@code policy-get}: the entries of one endpoint, by id, address or namespace/pod. */
    public record PolicyGet(String endpoint) {}

    /**
     * {@code monitor}: empty fields do not filter.
     *
     * @param announce the first line is {@link AgentReplies.Subscribed}
     */
    public record Monitor(
            String endpoint,
            String identity,
            String verdict,
            int port,
            List<String> types,
            boolean announce) {

        /** All events, without announcement. */
        public static Monitor everything() {
            return new Monitor("", "", "", 0, List.of(), false);
        }
    }

    /**
     * {@code await}: answer when this revision of the manifests is in force, or after the time-out.
     */
    public record Await(long revision, long timeoutMillis) {}

    /**
     * {@code explain}; the answer is an {@link ExplainReply}.
     *
     * @param source {@code ns/pod}, {@code node/NAME}, an address, {@code kubelet} or {@code world}
     * @param destination likewise, without port
     * @param port 0: none was given, which asks about ICMP
     * @param protocol tcp, udp, sctp or icmp; empty: tcp with a port, else icmp
     */
    public record Explain(String source, String destination, int port, String protocol) {}

    /**
     * {@code metrics}.
     *
     * @param accept which format, as in HTTP's header; empty: the text format of Prometheus
     */
    public record Metrics(String accept) {}

    /**
     * {@code cni}: a CNI request as the relay got it.
     *
     * @param root how the agent sees the root directory of the relay, {@code /proc/PID/root}, so
     *     that paths in {@code CNI_NETNS} are meant in the relay's mount namespace
     * @param env all {@code CNI_*} variables
     * @param config standard input, as text
     */
    public record Cni(String root, Map<String, String> env, String config) {}
}
