package naru.bench.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import naru.bench.cluster.BenchLab;
import naru.bench.report.BenchFailure;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;
import naru.linux.netlink.Routes;
import naru.linux.netns.Netns;
import naru.wire.AgentReplies.EndpointRow;

/**
 * Takes away what a node's pods need and waits until the agent has put it back. Each time of
 * another pod: who breaks one thing again and again is taken for somebody who fights.
 */
final class Breaking {

    private static final double NANOS_OF_MILLI = 1e6;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final Path PINS = Path.of("sys/fs/bpf");
    private static final int DEPTH = 6;

    private final Path netns;
    private final Path root;
    private final List<EndpointRow> endpoints;
    private int next;

    private Breaking(Path netns, Path root, List<EndpointRow> endpoints) {
        this.netns = netns;
        this.root = root;
        this.endpoints = endpoints;
    }

    static Breaking of(BenchLab lab, String node) throws IOException, BenchFailure {
        Path process = Path.of("/proc", Long.toString(lab.agentPid(node)));
        return new Breaking(
                process.resolve("ns/net"), process.resolve("root"), lab.agent(node).endpoints());
    }

    /** Until something holds again. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Takes a pod's route away; milliseconds until it is there again. */
    double[] routes(int times) throws IOException, BenchFailure {
        double[] taken = new double[times];
        for (int i = 0; i < times; i++) {
            EndpointRow pod = another();
            IpPrefix prefix = IpPrefix.host(InetAddress.ofLiteral(pod.address()));
            taken[i] = inNode(netlink -> route(netlink, prefix));
        }
        return taken;
    }

    private static double route(Netlink netlink, IpPrefix prefix) throws IOException, BenchFailure {
        Route route =
                routeTo(netlink, prefix)
                        .findFirst()
                        .orElseThrow(() -> new BenchFailure("no route to " + prefix));
        netlink.execute(Routes.delete(route));
        return until("route " + prefix, () -> routeTo(netlink, prefix).findFirst().isPresent());
    }

    private static Stream<Route> routeTo(Netlink netlink, IpPrefix prefix) {
        return netlink.routes().stream().filter(route -> route.destination().equals(prefix));
    }

    /** Takes the program away that a pod's packets meet first; milliseconds until it is there. */
    double[] programs(int times) throws IOException, BenchFailure {
        double[] taken = new double[times];
        for (int i = 0; i < times; i++) {
            Path pin = pin("pod_egress_" + another().ifindex());
            Files.delete(pin);
            taken[i] = until("program " + pin, () -> Files.exists(pin));
        }
        return taken;
    }

    private Path pin(String name) throws IOException, BenchFailure {
        try (Stream<Path> pins =
                Files.find(root.resolve(PINS), DEPTH, (p, _) -> p.endsWith(name))) {
            return pins.findFirst()
                    .orElseThrow(() -> new BenchFailure("no pinned link is called " + name));
        }
    }

    private EndpointRow another() throws BenchFailure {
        if (next == endpoints.size()) {
            throw new BenchFailure("of %d pods each was broken once".formatted(next));
        }
        return endpoints.get(next++);
    }

    /** Something that is measured by netlink in the node. */
    @FunctionalInterface
    private interface InNode {
        double measure(Netlink netlink) throws IOException, BenchFailure;
    }

    private double inNode(InNode work) throws IOException, BenchFailure {
        try {
            return Netns.call(
                    netns,
                    () -> {
                        try (Netlink netlink = Netlink.open()) {
                            return work.measure(netlink);
                        }
                    });
        } catch (IOException | BenchFailure | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static double until(String what, Condition condition) throws IOException, BenchFailure {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new BenchFailure(what + " is not put back in a minute");
            }
            try {
                Thread.sleep(1); // leaves the CPU to the agent
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        return (System.nanoTime() - start) / NANOS_OF_MILLI;
    }
}
