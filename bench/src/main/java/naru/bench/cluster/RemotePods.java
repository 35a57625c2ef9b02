package naru.bench.cluster;

import java.io.IOException;
import naru.bench.report.BenchFailure;

/** Pods of nodes that are only manifests: an agent knows their addresses and labels. */
public final class RemotePods {

    private static final int PODS_OF_A_NODE = 100;
    private static final int REPLICAS = 10;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long LOOK_AGAIN_MILLIS = 50;

    private RemotePods() {}

    /** Writes so many, and waits until the agent has them in its tables. */
    public static void make(PodFiles files, AgentTables agent, int count)
            throws IOException, BenchFailure {
        for (int i = 0; i < count; i++) {
            int node = i / PODS_OF_A_NODE;
            if (i % PODS_OF_A_NODE == 0) {
                files.put("remote-node" + node, node(node));
            }
            files.put("remote" + i, pod(i, node));
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (agent.mapEntries("ipcache") < count) {
            if (System.nanoTime() > end) {
                throw new BenchFailure(
                        "the agent does not learn of %d remote pods in a minute".formatted(count));
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String node(int node) {
        return """
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "remote%d"},
         "spec": {"podCIDR": "10.250.%d.0/24"},
         "status": {"addresses": [{"type": "InternalIP", "address": "10.249.0.%d"}]}}
        """
                .formatted(node, node, node + 1);
    }

    private static String pod(int pod, int node) {
        return """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"namespace": "bench", "name": "remote%d", "uid": "remote%d", "labels": {"app": "remote%d"}},
         "spec": {"nodeName": "remote%d", "containers": [{"name": "c", "image": "none"}]},
         "status": {"podIP": "%s", "podIPs": [{"ip": "%s"}], "phase": "Running"}}
        """
                .formatted(pod, pod, pod / REPLICAS, node, address(pod), address(pod));
    }

    private static String address(int pod) {
        return "10.250.%d.%d".formatted(pod / PODS_OF_A_NODE, 1 + pod % PODS_OF_A_NODE);
    }
}
