package naru.bench.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import naru.bench.cluster.AgentTables;
import naru.bench.cluster.BenchLab;
import naru.bench.cluster.PolicyManifests;
import naru.bench.load.Flow;
import naru.bench.load.LoadGenerator;
import naru.bench.load.Slice;
import naru.bench.load.Work;
import naru.bench.report.BenchFailure;
import naru.wire.AgentReplies.FlowRow;
import naru.wire.AgentReplies.MonitorEvent;
import naru.wire.AgentReplies.PolicyRow;
import naru.wire.LabReplies.PodRow;

/**
 * Shows that what is about to be measured is under policy: that it meets entries of the endpoint's
 * own, that what should be denied is, that packets are counted, and that events come. A step that
 * fails says which.
 */
public final class Proof {

    private static final int PACKETS = 64;
    private static final int TRIES = 20;
    private static final long EVENT_MILLIS = 500;
    private static final String MEASURED = "7008-7015/";

    private final LoadGenerator generator;
    private final AgentTables agent;
    private final AgentTables far;
    private final PodRow client;
    private final PodRow server;
    private final PodRow twin;
    private final List<String> shown = new ArrayList<>();

    public Proof(BenchLab lab, LoadGenerator generator) throws IOException, BenchFailure {
        Map<String, PodRow> pods = lab.pods();
        this.generator = generator;
        this.agent = lab.agent("n1");
        this.far = lab.agent("n2");
        this.client = pod(pods, "bench/many-client");
        this.server = pod(pods, "bench/many-server");
        this.twin = pod(pods, "other/twin");
    }

    private static PodRow pod(Map<String, PodRow> pods, String name) throws BenchFailure {
        PodRow pod = pods.get(name);
        if (pod == null || pod.identity() == null) {
            throw new BenchFailure("proof failed: the agent does not know pod " + name);
        }
        return pod;
    }

    /** Returns what was shown, one line each. */
    public List<String> show() throws IOException, BenchFailure {
        ownEntries(agent, "bench/many-client", "Egress", server);
        ownEntries(agent, "bench/many-server", "Ingress", client);
        ownEntries(far, "bench/far-server", "Ingress", client);
        oneEntry();
        counted("namespaceSelector", PolicyManifests.SELECTOR_PORT);
        counted("ipBlock", PolicyManifests.BLOCK_PORT);
        denied();
        return shown;
    }

    private PolicyTable table(String endpoint, String direction) throws IOException, BenchFailure {
        return new PolicyTable(endpoint, direction, agent.policy(endpoint));
    }

    private void ownEntries(AgentTables of, String endpoint, String direction, PodRow peer)
            throws IOException, BenchFailure {
        PolicyTable table = new PolicyTable(endpoint, direction, of.policy(endpoint));
        if (table.size() < PolicyManifests.MANY) {
            throw new BenchFailure(
                    "proof failed: %s has %d %s entries, fewer than %d"
                            .formatted(endpoint, table.size(), direction, PolicyManifests.MANY));
        }
        for (String protocol : List.of("TCP", "UDP")) {
            table.bySelector(identity(peer), MEASURED + protocol);
            table.byBlock(block(peer), MEASURED + protocol);
        }
        shown.add(
                "%s has %,d %s entries of its own; two of them meet the measured flow: %d (its peer, by namespaceSelector) and %s (by ipBlock)"
                        .formatted(
                                endpoint,
                                table.size(),
                                direction.toLowerCase(Locale.ROOT),
                                identity(peer),
                                block(peer)));
    }

    private static long identity(PodRow pod) {
        return Objects.requireNonNull(pod.identity());
    }

    /** The /28 that the pair's addresses are in. */
    private static String block(PodRow pod) {
        int dot = pod.ip().lastIndexOf('.') + 1;
        int last = Integer.parseInt(pod.ip().substring(dot));
        return pod.ip().substring(0, dot) + (last & ~15) + "/28";
    }

    private void oneEntry() throws IOException, BenchFailure {
        PolicyTable table = table("bench/one-server", "Ingress");
        if (table.size() != 1) {
            throw new BenchFailure(
                    "proof failed: bench/one-server has %d ingress entries, not 1"
                            .formatted(table.size()));
        }
        shown.add("bench/one-server has one ingress entry beside that for its own node");
    }

    /** Sends packets where only one kind of entry admits them. */
    private void counted(String kind, int port) throws IOException, BenchFailure {
        long egress;
        long ingress;
        long connected;
        Slice slice;
        int tries = 0;
        do { // on a busy machine the server may be too late
            egress = entry("bench/many-client", "Egress", kind, server, port).packets();
            ingress = entry("bench/many-server", "Ingress", kind, client, port).packets();
            connected = flowPackets(port);
            slice = once(flow(client, Work.DATAGRAM, port), PACKETS);
        } while (slice.done() != PACKETS && ++tries < TRIES);
        if (slice.done() != PACKETS) {
            throw new BenchFailure(
                    "proof failed: of %d packets to port %d, which %s admits, %d arrived"
                            .formatted(PACKETS, port, kind, slice.done()));
        }
        Counts.equal(
                "egress entries of bench/many-client by " + kind,
                PACKETS,
                entry("bench/many-client", "Egress", kind, server, port).packets() - egress);
        Counts.equal(
                "ingress entries of bench/many-server by " + kind,
                PACKETS,
                entry("bench/many-server", "Ingress", kind, client, port).packets() - ingress);
        Counts.equal("connection to port " + port, PACKETS, flowPackets(port) - connected);
        shown.add(
                "%d packets to port %d, which only %s admits: arrived, and counted so at the client's egress entry, the server's ingress entry and in bpf ct list"
                        .formatted(PACKETS, port, kind));
    }

    private PolicyRow entry(String endpoint, String direction, String kind, PodRow peer, int port)
            throws IOException, BenchFailure {
        PolicyTable table = table(endpoint, direction);
        return kind.equals("ipBlock")
                ? table.byBlock(block(peer), port + "/UDP")
                : table.bySelector(identity(peer), port + "/UDP");
    }

    private long flowPackets(int port) throws IOException, BenchFailure {
        return agent.flows().stream()
                .filter(flow -> flow.destinationPort() == port)
                .filter(flow -> flow.source().equals(client.ip()))
                .mapToLong(FlowRow::forwardPackets)
                .sum();
    }

    private void denied() throws IOException, BenchFailure {
        refused(twin, Work.REQUEST, Work.REQUEST.port());
        refused(client, Work.REQUEST, PolicyManifests.CLOSED_PORT);
        try (EventWatch watch = new EventWatch(agent.socket())) {
            Flow flow = flow(twin, Work.DATAGRAM_REQUEST, Work.DATAGRAM_REQUEST.port());
            generator.open(flow);
            boolean seen = false;
            for (int i = 0; i < TRIES && !seen; i++) {
                generator.times(flow, 1);
                seen = watch.sees(this::isTwinsDrop, EVENT_MILLIS);
            }
            generator.close(flow);
            if (!seen) {
                throw new BenchFailure(
                        "proof failed: the twin's denial makes no event, so events are off");
            }
        }
        shown.add(
                "a twin of the client in another namespace, with the same labels, is denied at the measured port, and the client at port %d; the denial is an event and a counter"
                        .formatted(PolicyManifests.CLOSED_PORT));
    }

    private boolean isTwinsDrop(MonitorEvent event) {
        return event.source().equals(twin.ip()) && event.verdict().equalsIgnoreCase("denied")
                || event.source().equals(twin.ip()) && event.type().equals("drop");
    }

    private void refused(PodRow from, Work work, int port) throws IOException, BenchFailure {
        long before = drops();
        Slice slice = once(flow(from, work, port), 1);
        if (slice.done() != 0) {
            throw new BenchFailure(
                    "proof failed: %s/%s reaches port %d, which policy denies"
                            .formatted(from.namespace(), from.name(), port));
        }
        if (drops() == before) {
            throw new BenchFailure(
                    "proof failed: what %s/%s sent to port %d is not counted as dropped"
                            .formatted(from.namespace(), from.name(), port));
        }
    }

    private long drops() throws IOException, BenchFailure {
        return agent.status().drops().stream().mapToLong(drop -> drop.packets()).sum();
    }

    private Flow flow(PodRow from, Work work, int port) {
        return new Flow(
                "proof", work, Path.of(from.netns()), Path.of(server.netns()), server.ip(), port);
    }

    private Slice once(Flow flow, int times) throws IOException {
        generator.open(flow);
        Slice slice = generator.times(flow, times);
        generator.close(flow);
        return slice;
    }
}
