package naru.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.datapath.abi.HostIdentityMode;
import naru.linux.bpf.BpfObject;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.ClsactFilter;
import naru.linux.bpf.HookPoint;
import naru.linux.bpf.PinMismatchException;
import naru.linux.bpf.TcxLink;
import naru.linux.ffi.Descriptor;
import naru.linux.netlink.Links;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.VethPair;
import naru.model.Ipv4Address;
import naru.testkit.PrivateMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs are loaded, attached, outlive their agent, and are taken over. */
@Tag("root")
class DatapathTest {

    private static final Path BPF_ROOT = Path.of(PrivateMachine.BPF_MOUNT, "naru");

    private int descriptors;
    private PrivateMachine machine;
    private int device;

    @BeforeEach
    void aMachineWithADevice() {
        descriptors = Descriptor.openCount();
        machine = new PrivateMachine();
        device = machine.call(() -> veth("naru1"));
    }

    @AfterEach
    void nothingIsLeft() {
        machine.close();
        assertThat(Descriptor.openCount()).isEqualTo(descriptors);
    }

    private static int veth(String name) {
        try (Netlink netlink = Netlink.open()) {
            VethPair.End near = new VethPair.End(name, new MacAddress(0x020000000001L));
            VethPair.End far = new VethPair.End(name + "p", new MacAddress(0x020000000002L));
            netlink.execute(Links.addVeth(new VethPair(1500, near, far, Optional.empty())));
            return netlink.link(name).orElseThrow().index();
        }
    }

    private static DatapathOptions options(AttachMode mode) {
        return new DatapathOptions(BPF_ROOT, HostIdentityMode.KERNEL, mode);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCX", "CLSACT"})
    void whatIsAttachedStaysWithoutItsAgentAndIsReplacedInPlaceByTheNext(AttachMode mode) {
        machine.run(
                () -> {
                    List<Attached> before;
                    try (Datapath first = Datapath.open(options(mode))) {
                        first.attachEndpoint(device);
                        before = first.attached(device);
                        assertThat(before)
                                .extracting(Attached::hook)
                                .containsExactly(Hook.POD_EGRESS, Hook.POD_INGRESS);
                        assertThat(before)
                                .allMatch(Attached::current)
                                .allMatch(attached -> attached.mode() == mode);
                    }
                    try (Datapath second = Datapath.open(options(mode))) {
                        second.attachEndpoint(device);
                        List<Attached> after = second.attached(device);
                        assertThat(after).allMatch(Attached::current);
                        assertThat(after)
                                .extracting(Attached::program)
                                .doesNotContainAnyElementsOf(
                                        before.stream().map(Attached::program).toList());
                        second.detachEndpoint(device);
                        assertThat(second.attached(device)).isEmpty();
                    }
                });
    }

    @Test
    void aGuardedDeviceHasFiltersUntilItGetsItsLinks() {
        machine.run(
                () -> {
                    try (Datapath datapath = Datapath.open(options(AttachMode.TCX))) {
                        datapath.guardEndpoint(device);
                        assertThat(datapath.attached(device))
                                .allMatch(Attached::current)
                                .extracting(Attached::mode)
                                .containsExactly(AttachMode.CLSACT, AttachMode.CLSACT);
                        assertThat(datapath.isFinal(device)).isFalse();

                        datapath.attachEndpoint(device);
                        assertThat(datapath.attached(device))
                                .extracting(Attached::mode)
                                .containsExactly(AttachMode.TCX, AttachMode.TCX);
                        assertThat(datapath.isFinal(device)).isTrue();
                    }
                });
    }

    @ParameterizedTest
    @EnumSource(names = {"TCX", "CLSACT"})
    void guardingAgainPutsTheNewProgramsInTheirPlaceWhateverIsBound(AttachMode mode) {
        machine.run(
                () -> {
                    int links = veth("naru2");
                    try (Datapath first = Datapath.open(options(AttachMode.TCX))) {
                        first.guardEndpoint(device);
                        first.attachEndpoint(links);
                    }
                    try (Datapath second = Datapath.open(options(mode))) {
                        for (int ifindex : List.of(device, links)) {
                            second.guardEndpoint(ifindex);
                            assertThat(second.attached(ifindex)).allMatch(Attached::current);
                            second.attachEndpoint(ifindex);
                            assertThat(second.isFinal(ifindex)).isTrue();
                        }
                    }
                });
    }

    @Test
    void whereAForeignFilterIsInOurPlaceTheLinkIsWaitedFor() {
        machine.run(
                () -> {
                    try (Datapath datapath = Datapath.open(options(AttachMode.TCX))) {
                        BpfProgram foreign = datapath.program(Hook.NODE_INGRESS);
                        ClsactFilter.attach(foreign, device, HookPoint.INGRESS);
                        datapath.guardEndpoint(device);
                        assertThat(datapath.program(Hook.POD_EGRESS).id())
                                .isIn(TcxLink.programsOf(device, HookPoint.INGRESS));
                        assertThat(ClsactFilter.programOf(device, HookPoint.INGRESS))
                                .contains(foreign.id());
                    }
                });
    }

    @Test
    void whatIsLeftOfADeviceThatIsGoneIsForgotten() {
        machine.run(
                () -> {
                    try (Datapath datapath = Datapath.open(options(AttachMode.TCX));
                            Netlink netlink = Netlink.open()) {
                        datapath.attachEndpoint(device);
                        netlink.execute(Links.delete(device));
                        datapath.forgetEndpoint(device);
                        datapath.forgetEndpoint(device);
                        assertThat(pins()).isEmpty();
                    }
                });
    }

    @Test
    void openingTakesTcxLinksOverBeforeAnybodyAttaches() {
        machine.run(
                () -> {
                    try (Datapath first = Datapath.open(options(AttachMode.TCX))) {
                        first.attachEndpoint(device);
                    }
                    try (Datapath second = Datapath.open(options(AttachMode.TCX))) {
                        assertThat(second.attached(device)).hasSize(2).allMatch(Attached::current);
                    }
                });
    }

    @ParameterizedTest
    @EnumSource(names = {"TCX", "CLSACT"})
    void changingTheModeLeavesOneBindingOnly(AttachMode mode) {
        AttachMode other = mode == AttachMode.TCX ? AttachMode.CLSACT : AttachMode.TCX;
        machine.run(
                () -> {
                    try (Datapath first = Datapath.open(options(other))) {
                        first.attachEndpoint(device);
                    }
                    try (Datapath second = Datapath.open(options(mode))) {
                        second.attachEndpoint(device);
                        assertThat(second.attached(device))
                                .extracting(Attached::mode)
                                .containsExactly(mode, mode);
                    }
                });
    }

    @Test
    void autoIsTcxOnThisKernel() {
        machine.run(
                () -> {
                    try (Datapath datapath = Datapath.open(options(AttachMode.AUTO))) {
                        assertThat(datapath.mode()).isEqualTo(AttachMode.TCX);
                    }
                });
    }

    @Test
    void mapsKeepTheirContentFromOneAgentToTheNext() {
        Ipv4Address address = Ipv4Address.parse("10.244.1.2");
        machine.run(
                () -> {
                    try (Datapath first = Datapath.open(options(AttachMode.TCX))) {
                        first.maps().ipcache().put(address.toPrefix(), new IpcacheRecord(300));
                        first.maps().epochs().advance(List.of(7));
                    }
                    try (Datapath second = Datapath.open(options(AttachMode.TCX))) {
                        assertThat(second.maps().ipcache().lookup(address))
                                .contains(new IpcacheRecord(300));
                        assertThat(second.maps().epochs().read(7)).isEqualTo(1);
                    }
                });
    }

    @Test
    void linksOfStrangersAndOfGoneDevicesArePruned() {
        machine.run(
                () -> {
                    int second = veth("naru2");
                    int third = veth("naru3");
                    try (Datapath datapath = Datapath.open(options(AttachMode.TCX));
                            Netlink netlink = Netlink.open()) {
                        List.of(device, second, third).forEach(datapath::attachEndpoint);
                        datapath.attachUplink(device);
                        netlink.execute(Links.delete(third));
                        datapath.prune(Set.of(device), Set.of());
                        assertThat(pins())
                                .containsExactlyInAnyOrder(
                                        "pod_egress_" + device, "pod_ingress_" + device);
                        assertThat(datapath.attached(second)).isEmpty();
                    }
                });
    }

    @Test
    void aDeviceThatIsGoneIsNoReasonToFailWhenDetaching() {
        machine.run(
                () -> {
                    try (Datapath datapath = Datapath.open(options(AttachMode.TCX));
                            Netlink netlink = Netlink.open()) {
                        datapath.attachEndpoint(device);
                        netlink.execute(Links.delete(device));
                        datapath.detachEndpoint(device);
                        assertThat(pins()).isEmpty();
                    }
                });
    }

    @Test
    void aDeadLinkOfAnEarlierDeviceWithThisNumberIsReplaced() {
        machine.run(
                () -> {
                    try (Datapath datapath = Datapath.open(options(AttachMode.TCX));
                            Netlink netlink = Netlink.open()) {
                        datapath.attachEndpoint(device);
                        Path pin = BPF_ROOT.resolve("v1/links/pod_egress_" + device);
                        netlink.execute(Links.delete(device));
                        int next = veth("naru2");
                        Files.move(pin, pin.resolveSibling("pod_egress_" + next));
                        datapath.attachEndpoint(next);
                        assertThat(datapath.attached(next)).hasSize(2).allMatch(Attached::current);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void aForeignProgramInFrontIsSeenAndAttachingAgainDoesNotPassIt() {
        machine.run(
                () -> {
                    try (Datapath datapath = Datapath.open(options(AttachMode.TCX))) {
                        datapath.attachEndpoint(device);
                        assertThat(datapath.attached(device)).noneMatch(Attached::overtaken);
                        BpfProgram foreign = datapath.program(Hook.NODE_INGRESS);
                        try (TcxLink _ = TcxLink.attach(foreign, device, HookPoint.INGRESS)) {
                            assertThat(datapath.attached(device))
                                    .filteredOn(Attached::overtaken)
                                    .extracting(Attached::hook)
                                    .containsExactly(Hook.POD_EGRESS);
                        }
                    }
                });
    }

    @Test
    void aForeignFilterInOurPlaceIsNotOverwritten() {
        machine.run(
                () -> {
                    try (Datapath datapath = Datapath.open(options(AttachMode.CLSACT))) {
                        BpfProgram foreign = datapath.program(Hook.NODE_INGRESS);
                        ClsactFilter.attach(foreign, device, HookPoint.INGRESS);
                        assertThatThrownBy(() -> datapath.attachEndpoint(device))
                                .hasMessageContaining("program " + foreign.id())
                                .hasMessageContaining("not ours");
                        datapath.detachEndpoint(device);
                        assertThat(ClsactFilter.programOf(device, HookPoint.INGRESS))
                                .contains(foreign.id());
                    }
                });
    }

    @Test
    void aPinnedMapOfAnotherShapeSaysBothNumbers() {
        machine.run(
                () -> {
                    Datapath.open(options(AttachMode.TCX)).close();
                    byte[] bytes = HookPrograms.bytes(Hook.NODE_INGRESS.program());
                    Path pins = BPF_ROOT.resolve("v1/maps");
                    try (BpfObject object = BpfObject.open("other", bytes, pins)) {
                        object.setMaxEntries("endpoint_map4", 17);
                        assertThatThrownBy(object::load)
                                .isInstanceOf(PinMismatchException.class)
                                .hasMessageContaining("endpoint_map4")
                                .hasMessageContaining("max_entries 4096")
                                .hasMessageContaining("needs 17");
                    }
                });
    }

    private static List<String> pins() {
        try (var files = Files.list(BPF_ROOT.resolve("v1/links"))) {
            return files.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
