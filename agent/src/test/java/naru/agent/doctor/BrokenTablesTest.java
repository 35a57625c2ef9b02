package naru.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import naru.apply.device.NodeDevices;
import naru.apply.map.KernelMaps;
import naru.apply.map.MapApplier;
import naru.compile.Delta.IpcacheEntry;
import naru.datapath.AttachMode;
import naru.datapath.Datapath;
import naru.datapath.DatapathOptions;
import naru.datapath.IpcacheRecord;
import naru.datapath.abi.HostIdentityMode;
import naru.desired.DesiredState;
import naru.linux.netlink.Netlink;
import naru.model.Ipv4Prefix;
import naru.testkit.PrivateMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody writes into the kernel's maps and settings while no agent puts it right. */
@Tag("root")
class BrokenTablesTest {

    private static final Path BPF_ROOT = Path.of(PrivateMachine.BPF_MOUNT, "naru");
    private static final Ipv4Prefix KNOWN = Ipv4Prefix.parse("10.244.2.7/32");
    private static final Ipv4Prefix STRANGE = Ipv4Prefix.parse("10.244.2.8/32");
    private static final int IDENTITY = 4711;

    private final PrivateMachine machine = new PrivateMachine();
    private Datapath datapath;
    private final DesiredState desired = new DesiredState();
    private MapApplier applier;

    @BeforeEach
    void tablesInForce() {
        machine.run(
                () -> {
                    datapath =
                            Datapath.open(
                                    new DatapathOptions(
                                            BPF_ROOT, HostIdentityMode.KERNEL, AttachMode.AUTO));
                    applier = new MapApplier(KernelMaps.of(datapath.maps()));
                    desired.ipcache().put(KNOWN, new IpcacheEntry(IDENTITY, "a/x"));
                    applier.readBack(desired);
                    applier.apply(desired);
                });
    }

    @AfterEach
    void gone() {
        machine.run(datapath::close);
        machine.close();
    }

    private List<Finding> tables() {
        return machine.call(
                () -> new TablesCheck(() -> applier.read().differences(desired)).look());
    }

    private void ipcache(Ipv4Prefix prefix, int identity) {
        machine.run(() -> datapath.maps().ipcache().put(prefix, new IpcacheRecord(identity)));
    }

    @Test
    void anEntryThatIsMissingChangedOrStrangeIsNamed() {
        assertThat(tables()).isEmpty();
        machine.run(() -> datapath.maps().ipcache().remove(KNOWN));
        assertThat(tables())
                .singleElement()
                .extracting(Finding::evidence)
                .asString()
                .contains("10.244.2.7");
        ipcache(KNOWN, IDENTITY + 1);
        assertThat(tables()).singleElement().extracting(Finding::where).isEqualTo("ipcache_map4");
        ipcache(KNOWN, IDENTITY);
        ipcache(STRANGE, IDENTITY);
        assertThat(tables())
                .singleElement()
                .extracting(Finding::evidence)
                .asString()
                .contains("10.244.2.8");
        machine.run(() -> datapath.maps().ipcache().remove(STRANGE));
        assertThat(tables()).isEmpty();
    }

    @Test
    void aNodeThatDoesNotForwardIsNamed() {
        machine.call(
                () -> {
                    try (Netlink netlink = Netlink.open()) {
                        NodeDevices node = new NodeDevices(netlink);
                        node.prepare();
                        SysctlCheck check = new SysctlCheck(node, List::of);
                        assertThat(check.look()).isEmpty();
                        Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "0");
                        assertThat(check.look())
                                .singleElement()
                                .extracting(Finding::fix)
                                .asString()
                                .contains("sysctl -w net.ipv4.ip_forward=1");
                        node.prepare();
                        assertThat(check.look()).isEmpty();
                        return true;
                    }
                });
    }
}
