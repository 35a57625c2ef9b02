package naru.datapath;

import static naru.datapath.OtherMaps.addFlow;
import static naru.datapath.OtherMaps.flow;
import static naru.datapath.OtherMaps.makeMaps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import naru.datapath.abi.AbiNumbers;
import naru.datapath.abi.CarriedKeyLayout;
import naru.datapath.abi.FlowFlags;
import naru.datapath.abi.HostIdentityMode;
import naru.datapath.abi.TrafficLayout;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.HookPoint;
import naru.linux.bpf.PinKind;
import naru.linux.bpf.TcxLink;
import naru.linux.ffi.Descriptor;
import naru.linux.netlink.Links;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.VethPair;
import naru.testkit.PrivateMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an agent makes of maps and pins that are not as it needs them. */
@Tag("root")
class TakeoverTest {

    private static final Path BPF_ROOT = Path.of(PrivateMachine.BPF_MOUNT, "naru");
    private static final Path ROOT = BPF_ROOT.resolve("v1");
    private static final Path MAPS = ROOT.resolve("maps");
    private static final DatapathOptions OPTIONS =
            new DatapathOptions(BPF_ROOT, HostIdentityMode.KERNEL, AttachMode.TCX);

    private int descriptors;
    private PrivateMachine machine;

    @BeforeEach
    void aMachine() {
        descriptors = Descriptor.openCount();
        machine = new PrivateMachine();
    }

    @AfterEach
    void nothingIsLeft() {
        machine.close();
        assertThat(Descriptor.openCount()).isEqualTo(descriptors);
    }

    @Test
    void eachPinnedMapHasARoleAndTheKernelKeepsItsShape() {
        machine.run(
                () -> {
                    Datapath.open(OPTIONS).close();
                    OwnMaps own = new OwnMaps(OPTIONS);
                    assertThat(own.shapes().keySet()).allSatisfy(MapRole::of);
                    assertThat(own.found(MAPS)).isEqualTo(own.shapes());
                    assertThat(own.differences(MAPS)).isEmpty();
                });
    }

    @Test
    void aMapOfWishesWithOtherRoomIsFilledAnewWithItsKinAndConnectionsStay() {
        machine.run(
                () -> {
                    makeOtherVersion("endpoint_map4", 17);
                    int flows = number("flow_map4");
                    int policy = number("policy_map");
                    List<String> refilled = new ArrayList<>();
                    try (Datapath datapath = Datapath.open(OPTIONS, refilledInto(refilled))) {
                        assertThat(datapath.replacement().maps()).containsOnlyKeys("endpoint_map4");
                        assertThat(datapath.maps().epochs().read(0)).isOne(); // behind
                    }
                    assertThat(refilled).containsExactly("4096");
                    assertThat(number("flow_map4")).isEqualTo(flows);
                    assertThat(number("policy_map")).isNotEqualTo(policy);
                    assertThat(room("endpoint_map4")).isEqualTo(4096);
                    assertTidy();
                });
    }

    @ParameterizedTest
    @EnumSource
    void killedAfterAnyStepTheNextAgentGoesOn(Takeover.Step step) {
        machine.run(
                () -> {
                    makeOtherVersion("flow_map4", 1000);
                    addFlow(MAPS, flow(FlowFlags.FROM_LOW.number(), 7));
                    setCounter(260, 40);
                    assertThatThrownBy(
                                    () ->
                                            Takeover.of(
                                                    OPTIONS,
                                                    _ -> {},
                                                    done -> {
                                                        if (done == step) {
                                                            throw new IllegalStateException("kill");
                                                        }
                                                    }))
                            .hasMessage("kill");
                    try (Datapath datapath = Datapath.open(OPTIONS)) {
                        assertThat(datapath.maps().flows().all()).hasSize(1);
                        assertThat(datapath.maps().flowCounts().total()).isOne();
                        assertThat(counter(datapath, 260)).isEqualTo(40);
                    }
                    assertThat(room("flow_map4")).isEqualTo(AbiNumbers.FLOW_MAP_MAX);
                    assertTidy();
                });
    }

    @Test
    void aThirdVersionBringsTogetherWhatTwoOthersHadBegunToShare() {
        machine.run(
                () -> {
                    makeOtherVersion("metrics_map", 100);
                    setCounter(8, 40);
                    Generation half = new Generation(ROOT.resolve("next_1"));
                    makeMaps(half.maps(), "flow_map4", 1000);
                    half.markUsed();
                    addFlow(half.maps(), flow(FlowFlags.FROM_LOW.number(), 7));
                    OtherMaps.setCounter(half.maps(), 8, 2);
                    try (Datapath datapath = Datapath.open(OPTIONS)) {
                        assertThat(datapath.maps().flows().all()).hasSize(1);
                        assertThat(counter(datapath, 8)).isEqualTo(42);
                    }
                    assertTidy();
                });
    }

    @Test
    void whatWasGivenByMapsThatAreGoneIsOnesOwn() {
        machine.run(
                () -> {
                    makeOtherVersion("metrics_map", 100);
                    setCounter(8, 42);
                    try (BpfMap notes = BpfMap.open(MAPS.resolve("carried_map"))) {
                        byte[] note = new CarriedKeyLayout(1, number("metrics_map"), 8).toBytes();
                        notes.put(note, new TrafficLayout(2, 0).toBytes());
                    }
                    Generation half = new Generation(ROOT.resolve("next_1"));
                    makeMaps(half.maps(), "flow_map4", 1000);
                    half.markUsed();
                    try (Datapath datapath = Datapath.open(OPTIONS)) {
                        assertThat(counter(datapath, 8)).isEqualTo(42);
                    }
                });
    }

    @Test
    void filtersAndLinksRunThisVersionOnceItIsOpenAndThoseOfUnknownHooksNoMore() {
        machine.run(
                () -> {
                    int filtered = veth("naru1");
                    int linked = veth("naru2");
                    Path unknown = ROOT.resolve("links/pod_socket_1");
                    try (Datapath first = Datapath.open(clsact())) {
                        first.attachEndpoint(filtered);
                        try (TcxLink link =
                                TcxLink.attach(
                                        first.program(Hook.NODE_INGRESS),
                                        linked,
                                        HookPoint.INGRESS)) {
                            link.pin(unknown);
                        }
                    }
                    try (Datapath tcx = Datapath.open(OPTIONS)) {
                        tcx.attachEndpoint(linked);
                    }
                    Path others = ROOT.resolve("others");
                    makeMaps(others, "fragment_map4", 17);
                    PinFolders.rename(
                            others.resolve("fragment_map4"), MAPS.resolve("fragment_map4"));
                    PinFolders.remove(others);
                    try (Datapath next = Datapath.open(clsact())) {
                        assertThat(next.replacement().maps()).containsOnlyKeys("fragment_map4");
                        assertThat(next.attached(filtered)).hasSize(2).allMatch(Attached::current);
                        assertThat(next.attached(linked)).hasSize(2).allMatch(Attached::current);
                    }
                    assertThat(unknown).doesNotExist();
                    assertThat(TcxLink.programsOf(linked, HookPoint.INGRESS)).hasSize(1);
                });
    }

    private static DatapathOptions clsact() {
        return new DatapathOptions(BPF_ROOT, HostIdentityMode.KERNEL, AttachMode.CLSACT);
    }

    @Test
    void countersThatWereCarriedOnceAreNotAddedAgain() {
        machine.run(
                () -> {
                    makeOtherVersion("metrics_map", 100);
                    setCounter(8, 40);
                    for (int i = 0; i < 3; i++) {
                        assertThatThrownBy(
                                        () ->
                                                Takeover.of(
                                                        OPTIONS,
                                                        _ -> {},
                                                        TakeoverTest::killCounted))
                                .hasMessage("kill");
                    }
                    try (Datapath datapath = Datapath.open(OPTIONS)) {
                        assertThat(counter(datapath, 8)).isEqualTo(40);
                    }
                });
    }

    private static void killCounted(Takeover.Step done) {
        if (done == Takeover.Step.COUNTED) {
            throw new IllegalStateException("kill");
        }
    }

    @Test
    void whoSawAConnectionBeginKnowsWhoBeganIt() {
        machine.run(
                () -> {
                    try (Datapath datapath = Datapath.open(OPTIONS)) {
                        Path others = ROOT.resolve("others");
                        PinFolders.make(others);
                        new OwnMaps(OPTIONS).make(others);
                        addFlow(others, flow(FlowFlags.FROM_LOW.number(), 7));
                        carry(others);
                        assertThat(onlyFlow(datapath).fromLow()).isTrue();
                        addFlow(others, flow(0, 9)); // an answer, later taken for a beginning
                        carry(others);
                        assertThat(onlyFlow(datapath).fromLow()).isTrue();
                        addFlow(others, flow(0, 7)); // in the same tick of the clock: who knows
                        carry(others);
                        assertThat(onlyFlow(datapath).fromLow()).isTrue();
                        addFlow(others, flow(FlowFlags.BY_STACK.number(), 6));
                        carry(others);
                        assertThat(onlyFlow(datapath).flags()).containsOnly(FlowFlags.BY_STACK);
                        addFlow(others, flow(FlowFlags.FROM_LOW.number(), 6));
                        carry(others); // and that one had no beginning
                        assertThat(onlyFlow(datapath).fromLow()).isTrue();
                        addFlow(others, flow(FlowFlags.SEEN_REPLY.number(), 5));
                        carry(others);
                        assertThat(onlyFlow(datapath).flags()).containsOnly(FlowFlags.SEEN_REPLY);
                        addFlow(others, flow(FlowFlags.CLOSED.number(), 5));
                        carry(others);
                        assertThat(onlyFlow(datapath).flags())
                                .containsOnly(FlowFlags.SEEN_REPLY, FlowFlags.CLOSED);
                        assertThat(datapath.maps().flowCounts().total()).isOne();
                        assertThat(datapath.maps().flowCounts().begunBy(3)).isOne();
                    }
                });
    }

    private static Flow onlyFlow(Datapath datapath) {
        assertThat(datapath.maps().flows().all()).hasSize(1);
        return datapath.maps().flows().all().values().iterator().next();
    }

    private static void carry(Path others) {
        try (FlowCarrier carrier = new FlowCarrier(OPTIONS, new Generation(ROOT));
                BpfMap from = BpfMap.open(others.resolve("flow_map4"));
                BpfMap to = BpfMap.open(MAPS.resolve("flow_map4"))) {
            assertThat(carrier.flows(from, to)).isEqualTo(new FlowCarrier.Result(1, 0));
        }
    }

    @Test
    void whatIsNoneOfOursIsMovedAsideAndLivesOn() {
        machine.run(
                () -> {
                    int device = veth("naru1");
                    try (Datapath datapath = Datapath.open(OPTIONS)) {
                        datapath.attachEndpoint(device);
                        swap(MAPS.resolve("fragment_map4"), datapath.program(Hook.POD_EGRESS));
                        BpfProgram foreign = datapath.program(Hook.NODE_INGRESS);
                        PinFolders.remove(MAPS.resolve("policy_map"));
                        PinFolders.make(MAPS.resolve("policy_map/inside"));
                        PinFolders.rename(MAPS.resolve("metrics_map"), MAPS.resolve("block_map4"));
                        PinFolders.remove(ROOT.resolve("programs/pod_ingress"));
                        PinFolders.make(ROOT.resolve("programs/pod_ingress"));
                        Path theirs = ROOT.resolve("links/pod_egress_77");
                        try (TcxLink link = TcxLink.attach(foreign, device, HookPoint.EGRESS)) {
                            link.pin(theirs);
                        }
                        swap(ROOT.resolve("links/pod_ingress_78"), foreign);
                    }
                    int used = OtherMaps.usedBy(ROOT.resolve("programs/pod_egress"), "metrics_map");
                    try (Datapath datapath = Datapath.open(OPTIONS)) {
                        assertThat(datapath.replacement().findings())
                                .extracting(
                                        finding ->
                                                ROOT.relativize(Path.of(finding.where()))
                                                        .toString())
                                .contains(
                                        "maps/fragment_map4",
                                        "maps/policy_map",
                                        "maps/block_map4",
                                        "maps/metrics_map",
                                        "programs/pod_ingress",
                                        "links/pod_egress_77",
                                        "links/pod_ingress_78");
                        assertThat(datapath.attached(device)).allMatch(Attached::current);
                    }
                    assertThat(number("metrics_map")).isEqualTo(used);
                    assertThat(PinKind.of(ROOT.resolve("aside/maps_fragment_map4")))
                            .isEqualTo(PinKind.PROGRAM);
                    assertThat(ROOT.resolve("aside/maps_policy_map/inside")).isDirectory();
                    assertThat(PinKind.of(ROOT.resolve("aside/links_pod_egress_77")))
                            .isEqualTo(PinKind.TCX_LINK);
                    try (TcxLink link = TcxLink.open(ROOT.resolve("aside/links_pod_egress_77"))) {
                        assertThat(link.info().ifindex()).isEqualTo(device);
                    }
                    try (Datapath datapath = Datapath.open(OPTIONS)) {
                        assertThat(datapath.replacement().findings()).isEmpty();
                    }
                });
    }

    @Test
    void aMapWhoseNameWasTakenAwayGetsItAgainWithAllThatIsInIt() {
        machine.run(
                () -> {
                    Datapath.open(OPTIONS).close();
                    int flows = number("flow_map4");
                    PinFolders.remove(MAPS.resolve("flow_map4"));
                    PinFolders.remove(MAPS.resolve("policy_stats_map"));
                    Datapath.open(OPTIONS).close();
                    assertThat(number("flow_map4")).isEqualTo(flows);
                });
    }

    /** Maps as another version has them: one of them with other room. */
    private static void makeOtherVersion(String map, int room) {
        makeMaps(MAPS, map, room);
    }

    private static Consumer<DatapathMaps> refilledInto(List<String> refilled) {
        return maps -> refilled.add(String.valueOf(maps.endpoints().maxEntries()));
    }

    private static void setCounter(int place, long packets) {
        OtherMaps.setCounter(MAPS, place, packets);
    }

    private static long counter(Datapath datapath, int place) {
        return datapath.maps().metrics().lookup(place).map(Traffic::packets).orElse(0L);
    }

    private static int number(String map) {
        try (BpfMap pinned = BpfMap.open(MAPS.resolve(map))) {
            return pinned.info().id();
        }
    }

    private static int room(String map) {
        try (BpfMap pinned = BpfMap.open(MAPS.resolve(map))) {
            return pinned.info().maxEntries();
        }
    }

    private static void swap(Path pin, BpfProgram program) {
        PinFolders.remove(pin);
        program.pin(pin);
    }

    private static void assertTidy() {
        assertThat(PinFolders.list(ROOT))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("links", "maps", "programs");
        assertThat(Files.exists(MAPS.resolve("flow_map4"))).isTrue();
    }

    private static int veth(String name) {
        try (Netlink netlink = Netlink.open()) {
            VethPair.End near = new VethPair.End(name, new MacAddress(0x020000000001L));
            VethPair.End far = new VethPair.End(name + "p", new MacAddress(0x020000000002L));
            netlink.execute(Links.addVeth(new VethPair(1500, near, far, Optional.empty())));
            return netlink.link(name).orElseThrow().index();
        }
    }
}
