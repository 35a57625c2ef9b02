package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import naru.testkit.ThrowAwayNetns;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.Operation.Refusal;
import org.junit.jupiter.api.AfterEach;

/**
 * What happens to a node with the pods x, y and z, where x has a connection to y that must live.
 */
abstract class ThreePods {

    static final String ONLY_X_REACHES_Y =
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
             "metadata": {"name": "only-x", "namespace": "a"},
             "spec": {"podSelector": {"matchLabels": {"app": "y"}},
                      "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "x"}}}]}]}}
            """;

    AgentNode node;
    ThrowAwayNetns x;
    ThrowAwayNetns y;
    ThrowAwayNetns z;
    String addressOfY;
    Socket open;
    private Listener listener;
    private final List<ThrowAwayNetns> pods = new ArrayList<>();

    final void addPods() throws Exception {
        x = netns();
        y = netns();
        z = netns();
        addressOfY = node.add("y", y);
        node.add("x", x);
        node.add("z", z);
    }

    final void connect() throws Exception {
        node.settle();
        listener = new Listener(y, 8080);
        open = Listener.connection(x, addressOfY, 8080);
    }

    @AfterEach
    final void stopIt() throws Exception {
        open.close();
        listener.close();
        node.close();
        pods.forEach(ThrowAwayNetns::close);
    }

    final void assertReachedByXOnly() throws Exception {
        Listener.talk(open);
        assertThat(Listener.reaches(x, addressOfY, 8080)).isTrue();
        assertThat(Listener.reaches(z, addressOfY, 8080)).isFalse();
    }

    final EndpointRow endpoint(String pod) throws IOException, Refusal {
        return node.endpoints().stream()
                .filter(row -> row.pod().equals(pod))
                .findFirst()
                .orElseThrow();
    }

    /** Of another pod; it goes with the node. */
    final ThrowAwayNetns netns() {
        ThrowAwayNetns netns = ThrowAwayNetns.create("pod");
        pods.add(netns);
        return netns;
    }
}
