package naru.bench.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import naru.bench.load.Prober;

/** Changes a policy of all pods to and fro, and takes the time until packets feel it. */
final class Switching {

    private static final int ALLOWED_PORT = 7300;
    private static final int OTHER_PORT = 7301;

    /** So that no change comes in step with what the agent does anyhow. */
    private static final int MOST_PAUSE_MILLIS = 60;

    private final Path manifests;
    private final Prober prober;
    private final Random random = new Random(1);
    private final List<Double> added = new ArrayList<>();
    private final List<Double> taken = new ArrayList<>();

    Switching(Path manifests, Prober prober) {
        this.manifests = manifests;
        this.prober = prober;
    }

    static int port() {
        return ALLOWED_PORT;
    }

    /** Takes the allow away and adds it again, so many times in all. */
    void run(int changes) throws IOException {
        change(true);
        added.clear();
        for (int i = 0; i < changes; i++) {
            change(i % 2 == 1);
        }
    }

    private void change(boolean allow) throws IOException {
        Path written = manifests.resolve(".switched.new");
        Files.writeString(written, policy(allow ? ALLOWED_PORT : OTHER_PORT));
        double millis = prober.change(written, manifests.resolve("switched.json"), allow);
        (allow ? added : taken).add(millis);
        pause();
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(random.nextInt(1, MOST_PAUSE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String policy(int port) {
        return """
        {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
         "metadata": {"namespace": "bench", "name": "switched"},
         "spec": {"podSelector": {"matchLabels": {"role": "target"}}, "policyTypes": ["Ingress"],
          "ingress": [{"from": [{"namespaceSelector": {"matchLabels": {"team": "bench"}}}],
                       "ports": [{"protocol": "UDP", "port": %d}]}]}}
        """
                .formatted(port);
    }

    /** Milliseconds from an allow that is written to packets that arrive at all pods. */
    double[] added() {
        return array(added);
    }

    /** Milliseconds from an allow that is taken away to packets that arrive at none. */
    double[] taken() {
        return array(taken);
    }

    double[] all() {
        List<Double> all = new ArrayList<>(added);
        all.addAll(taken);
        return array(all);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
