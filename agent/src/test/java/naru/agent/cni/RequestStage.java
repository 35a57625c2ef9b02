package naru.agent.cni;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import naru.agent.cni.CniCall.AttachmentId;
import naru.agent.cni.CniRequest.Command;
import naru.agent.cni.CniRequest.PodName;
import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.Calm;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.endpoint.HookFinisher;
import naru.agent.endpoint.PodHooks;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.agent.loop.NumberingStore;
import naru.agent.loop.ProblemBoard;
import naru.agent.loop.Revisions;
import naru.apply.device.PodDevices;
import naru.apply.map.Kernel;
import naru.apply.map.MapApplier;
import naru.compile.Compiler;
import naru.compile.Numbering;
import naru.desired.DesiredEndpoint;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import naru.linux.netlink.Links;
import naru.model.ClusterObject;
import naru.model.IgnoredLabels;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.Namespace;
import naru.model.Pod;
import naru.testkit.ThrowAwayNetns;
import naru.watch.ObjectEvent;
import naru.watch.manifest.Place;

/** All that CNI requests work on: devices are real, maps and programs are not. */
final class RequestStage implements PodHooks, AutoCloseable {

    final ThrowAwayNetns node = ThrowAwayNetns.create("node");
    final ThrowAwayNetns pod = ThrowAwayNetns.create("pod");
    final MemoryTable<Ipv4Address, DesiredEndpoint> endpointMap = new MemoryTable<>();
    final Set<Integer> attached = new HashSet<>();
    final Path state;
    final Addresses addresses;
    final Engine engine;
    final CniParts parts;
    final Set<Integer> finished = new HashSet<>();
    final Departures departures;
    final Set<Integer> swept = new HashSet<>();
    Runnable whenAttaching = () -> {};
    private final EventLoop loop;
    private final Calm calm = new Calm();

    RequestStage(Path state) throws Exception {
        this.state = state;
        this.addresses = new Addresses(addressFolder(), Duration.ZERO, Clock.systemUTC());
        Kernel kernel =
                new Kernel(
                        new MemoryTable<>(),
                        new MemoryTable<>(),
                        new MemoryTable<>(),
                        endpointMap,
                        new NoEpochs());
        this.engine =
                new Engine(
                        new Compiler("n1", Numbering.EMPTY, IgnoredLabels.NONE),
                        new MapApplier(kernel),
                        new NumberingStore(state.resolve("numbering.json"), new ProblemBoard()),
                        new Revisions(),
                        new ProblemBoard());
        this.loop = new EventLoop(engine::settle);
        this.parts =
                new CniParts(
                        loop,
                        engine,
                        addresses,
                        new EndpointStore(endpointFolder()),
                        new PodDevices(node.netlink()),
                        this,
                        new HookFinisher(this, calm),
                        calm,
                        () -> new NodeFacts(Ipv4Address.parse("172.30.0.2"), 1500),
                        record -> swept.add(record.slot()));
        this.departures = parts.departures();
        addresses.ranges(List.of(Ipv4Prefix.parse("10.244.1.0/24")));
        InetAddress nodeAddress = InetAddress.ofLiteral("172.30.0.2");
        node.netlink().execute(Links.up(1), naru.linux.netlink.Addresses.add(1, nodeAddress, 32));
        loop.start();
        tell(new Namespace("a", Map.of()));
        tell(
                new Pod(
                        "a", "x", "", Map.of(), "n1", List.of(), false, List.of(), List.of(),
                        "default", false));
        loop.post(() -> engine.event(new ObjectEvent.Synced()));
    }

    private void tell(ClusterObject object) {
        loop.post(() -> engine.event(new ObjectEvent.Put(object, new Place("test", 1, 1))));
    }

    Path addressFolder() {
        return state.resolve("addresses");
    }

    Path endpointFolder() {
        return state.resolve("endpoints");
    }

    CniResult add() throws Exception {
        return add("c1");
    }

    /** All containers are of pod a/x and have its network namespace. */
    CniResult add(String container) throws Exception {
        return add("naru", container, pod.path());
    }

    CniResult add(String network, String container, Path netns) throws Exception {
        CniRequest request =
                new CniRequest(
                        Command.ADD,
                        CniVersion.V1_0_0,
                        network,
                        container,
                        "eth0",
                        Optional.of(netns),
                        netns.toString(),
                        Optional.of(new PodName("a", "x", "")),
                        Optional.empty());
        return node.call(() -> new PodAttacher(parts, departures).attach(request));
    }

    /** GC, with these containers' attachments as the valid ones. */
    void collect(ContainerLocks locks, String network, String... valid) throws Exception {
        Set<AttachmentId> attachments =
                Stream.of(valid).map(c -> new AttachmentId(c, "eth0")).collect(Collectors.toSet());
        collect(locks, new CniCall.Collect(CniVersion.V1_1_0, network, Optional.of(attachments)));
    }

    void collect(ContainerLocks locks, CniCall.Collect asked) throws Exception {
        node.call(
                () -> {
                    PodDetacher detacher = new PodDetacher(parts, departures);
                    new GarbageCollection(parts, detacher, departures, locks).collect(asked);
                    return true;
                });
    }

    void delete(String container) throws Exception {
        node.call(
                () -> {
                    new PodDetacher(parts, departures)
                            .detach(container, "eth0", Optional.of(pod.path()));
                    return true;
                });
    }

    /** Does what the background would do. */
    void finishDepartures() throws Exception {
        node.call(
                () -> {
                    departures.finish(_ -> true);
                    return true;
                });
    }

    /** The records of endpoints, as an agent that starts now would find them. */
    List<EndpointRecord> records() throws IOException {
        return new EndpointStore(endpointFolder()).load().records();
    }

    @Override
    public void attach(int ifindex) {
        whenAttaching.run();
        attached.add(ifindex);
    }

    void refusePrograms() {
        whenAttaching =
                () -> {
                    throw new NativeException("bpf_link_create", Errno.EPERM, "");
                };
    }

    @Override
    public void finish(int ifindex) {
        finished.add(ifindex);
    }

    @Override
    public void forget(int ifindex) {
        attached.remove(ifindex);
    }

    @Override
    public boolean isFinished(int ifindex) {
        return finished.contains(ifindex);
    }

    @Override
    public boolean isAttached(int ifindex) {
        return attached.contains(ifindex);
    }

    /** What is left of anything; empty if nothing is. */
    List<String> remains() throws Exception {
        Stream<String> links =
                node.netlink().links().stream()
                        .map(link -> link.name())
                        .filter(name -> name.startsWith("naru"));
        Stream<String> records = files(endpointFolder()).filter(name -> name.endsWith(".json"));
        Stream<String> others =
                Stream.of(
                        attached.isEmpty() ? "" : "programs at " + attached,
                        endpointMap.rows.isEmpty() ? "" : "map " + endpointMap.rows,
                        addresses.counts().used() == 0 ? "" : "addresses",
                        loop.read(() -> engine.endpoints().all().isEmpty()) ? "" : "endpoints",
                        pod.netlink().link("eth0").isEmpty() ? "" : "eth0 in the pod");
        return Stream.of(links, records, others)
                .flatMap(s -> s)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static Stream<String> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    @Override
    public void close() {
        loop.close();
        pod.close();
        node.close();
    }

    /** No packet comes by that could be remembered. */
    private static final class NoEpochs implements Kernel.Epochs {

        @Override
        public void move(Set<Integer> indexes) {}

        @Override
        public void setBehind(boolean behind) {}

        @Override
        public boolean isBehind() {
            return false;
        }
    }
}
