package naru.lab.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import naru.lab.pod.ProbeTry;
import naru.wire.AgentRequests;
import naru.wire.ExplainMerge;
import naru.wire.ExplainReply;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.NodeRow;
import naru.wire.LabReplies.PodRow;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;

/** The lab that the demo looks at. */
final class DemoLab {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration TRY_TIMEOUT = Duration.ofSeconds(1);
    private static final int TRIES = 2;

    private final LabPlaces places;

    DemoLab(LabPlaces places) {
        this.places = places;
    }

    /** By namespace/name. */
    Map<String, PodRow> pods() throws IOException {
        Map<String, PodRow> pods = new LinkedHashMap<>();
        for (PodRow pod : ask(places.daemonSocket(), "pods", null, PodRow[].class)) {
            pods.put(pod.namespace() + "/" + pod.name(), pod);
        }
        return pods;
    }

    NodeRow[] nodes() throws IOException {
        return ask(places.daemonSocket(), "nodes", null, NodeRow[].class);
    }

    /** Waits until the pods are so; returns whether they are. */
    boolean await(Predicate<Map<String, PodRow>> wanted, Duration patience)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!wanted.test(pods())) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return true;
    }

    /** Tries a real connection out of a network namespace. */
    static boolean reaches(Path netns, String address, int port) {
        ProbeTry probe = new ProbeTry(netns, address);
        for (int i = 0; i < TRIES; i++) {
            if (probe.connect(port, TRY_TIMEOUT).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** What all agents together say about a connection. */
    ExplainReply explain(String source, String destination, int port) throws IOException {
        List<ExplainReply> replies = new ArrayList<>();
        AgentRequests.Explain question =
                new AgentRequests.Explain(source, destination, port, "tcp");
        for (NodeRow node : nodes()) {
            Path socket = places.agentSocket(node.name());
            replies.add(ask(socket, "explain", question, ExplainReply.class));
        }
        return ExplainMerge.merge(replies);
    }

    private static <T> T ask(
            Path socket, String op, @org.jspecify.annotations.Nullable Object args, Class<T> type)
            throws IOException {
        try (WireClient client = WireClient.connect(socket)) {
            return client.ask(op, args, type);
        } catch (Refusal e) {
            throw new IOException(e.failure().message(), e);
        }
    }
}
