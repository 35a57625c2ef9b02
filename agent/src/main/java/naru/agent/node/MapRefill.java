package naru.agent.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.agent.loop.NumberingStore;
import naru.agent.loop.ProblemBoard;
import naru.agent.loop.Revisions;
import naru.apply.device.HostVeth;
import naru.apply.device.NodeDevices;
import naru.apply.device.PodDevices;
import naru.apply.map.KernelMaps;
import naru.apply.map.MapApplier;
import naru.compile.Compiler;
import naru.datapath.DatapathMaps;
import naru.model.IgnoredLabels;
import naru.watch.ObjectEvent;
import naru.watch.ObjectSource;

/**
 * Fills maps that are to replace an earlier version's with all that this node wishes, while the
 * earlier programs go on with their own: so a program of this version never meets a map that lacks
 * something. It only reads state, but for numbers that are new.
 */
public final class MapRefill {

    private static final System.Logger LOG = System.getLogger("naru.agent");
    private static final int PATIENCE_SECONDS = 5;

    private final String node;
    private final IgnoredLabels ignoredLabels;
    private final NumberingStore numbering;
    private final EndpointStore store;
    private final NodeDevices devices;
    private final PodDevices pods;
    private final Supplier<ObjectSource> source;

    /**
     * @param source of objects, one that was not started yet
     */
    public MapRefill(
            String node,
            IgnoredLabels ignoredLabels,
            NumberingStore numbering,
            EndpointStore store,
            NodeDevices devices,
            PodDevices pods,
            Supplier<ObjectSource> source) {
        this.node = node;
        this.ignoredLabels = ignoredLabels;
        this.numbering = numbering;
        this.store = store;
        this.devices = devices;
        this.pods = pods;
        this.source = source;
    }

    /** Returns when all of it is in. As long as objects can't be had, it waits for them. */
    public void fill(DatapathMaps maps) {
        LOG.log(
                System.Logger.Level.INFO,
                "maps of another version: they are filled anew, then programs change");
        try {
            Engine engine =
                    new Engine(
                            new Compiler(node, numbering.load(), ignoredLabels),
                            new MapApplier(KernelMaps.of(maps)),
                            numbering,
                            new Revisions(),
                            new ProblemBoard());
            putEndpoints(engine);
            engine.ownAddresses(devices.addresses());
            CompletableFuture<Void> settled = new CompletableFuture<>();
            try (EventLoop loop = new EventLoop(() -> settle(engine, settled));
                    ObjectSource objects = source.get()) {
                loop.start();
                objects.start((ObjectEvent event) -> loop.post(() -> engine.event(event)));
                await(settled);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void settle(Engine engine, CompletableFuture<Void> settled) {
        try {
            engine.settle();
            if (engine.isSynced()) {
                settled.complete(null);
            }
        } catch (RuntimeException e) {
            settled.completeExceptionally(e);
            throw e;
        }
    }

    private void putEndpoints(Engine engine) throws IOException {
        Map<String, HostVeth> veths =
                pods.hostVeths().stream()
                        .collect(Collectors.toMap(HostVeth::name, Function.identity()));
        Set<Integer> slots = new HashSet<>();
        for (EndpointRecord record : store.load().records()) {
            slots.add(record.slot());
            Optional<HostVeth> veth = Optional.ofNullable(veths.remove(record.device()));
            if (veth.filter(v -> isWhole(record, v)).isPresent()) {
                engine.putEndpoint(record, veth.map(Restorer::asFound));
            }
        }
        // If records are lost, the maps to come must have their endpoints all the same: by them
        // they are found.
        for (HostVeth veth : veths.values()) {
            RecordRecovery.fromDevice(veth)
                    .filter(record -> slots.add(record.slot()))
                    .ifPresent(r -> engine.putEndpoint(r, Optional.of(Restorer.asFound(veth))));
        }
    }

    private static boolean isWhole(EndpointRecord record, HostVeth veth) {
        return record.complete()
                && !record.leaving()
                && veth.podMac().isPresent()
                && veth.owner().equals(record.owner());
    }

    private static void await(CompletableFuture<Void> settled) {
        try {
            while (true) {
                try {
                    settled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return;
                } catch (TimeoutException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "the earlier version''s programs stay until the cluster''s objects can"
                                    + " be read");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while maps were filled", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("maps could not be filled", e.getCause());
        }
    }
}
