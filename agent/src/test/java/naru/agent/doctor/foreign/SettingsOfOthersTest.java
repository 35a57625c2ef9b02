package naru.agent.doctor.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of other tools tell of what these do to pods' devices and routes. */
class SettingsOfOthersTest {

    @TempDir private Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void networkdThatTakesForeignRoutesAwayIsNamedUntilItIsToldNotTo() throws Exception {
        NetworkdCheck check = new NetworkdCheck(root);
        write("etc/systemd/networkd.conf", "[Network]\n#ManageForeignRoutes=yes\n");
        assertThat(check.look()).as("it does not run").isEmpty();

        write("run/systemd/netif/state", "");
        assertThat(check.look()).singleElement().matches(f -> f.fix().contains("naru.conf"));

        write("usr/lib/systemd/networkd.conf.d/10-distribution.conf", "ManageForeignRoutes=no");
        assertThat(check.look()).isEmpty();

        write("etc/systemd/networkd.conf.d/90-local.conf", "[Network]\nManageForeignRoutes=yes");
        assertThat(check.look())
                .as("the last by name counts")
                .singleElement()
                .matches(f -> f.evidence().contains("ManageForeignRoutes=yes"));

        write("etc/systemd/networkd.conf.d/90-local.conf", "[Network]\nManageForeignRoutes = off");
        write("etc/systemd/networkd.conf.d/95-naru.conf", "[Network]\nManageForeignRoutes=off");
        assertThat(check.look()).isEmpty();
    }

    @Test
    void networkManagerIsNamedWithTheDevicesThatItTakes() throws Exception {
        TakenDevicesCheck check =
                new TakenDevicesCheck(root, () -> Map.of(7, "naru0a0a0a0a", 8, "naru0b0b0b0b"));
        assertThat(check.look()).as("it does not run").isEmpty();

        write("run/NetworkManager/devices/2", "[device]\nmanaged=true\n");
        write("run/NetworkManager/devices/7", "[device]\nmanaged=false\nnm-owned=0\n");
        assertThat(check.look()).isEmpty();

        write("run/NetworkManager/devices/8", "[device]\nmanaged=true\nnm-owned=0\n");
        assertThat(check.look())
                .singleElement()
                .matches(f -> f.where().equals("naru0b0b0b0b"))
                .matches(f -> f.fix().contains("unmanaged-devices=interface-name:naru*"));
    }

    @Test
    void aConfigurationBeforeOursIsNamedAndOneBehindIsNot() throws Exception {
        EarlierConfigCheck check = new EarlierConfigCheck(root.resolve("net.d"));
        assertThat(check.look()).isEmpty();

        write("net.d/00-flannel.conflist", "{\"plugins\": [{\"type\": \"flannel\"}]}");
        assertThat(check.look()).as("Naru is not installed").isEmpty();

        write("net.d/05-naru.conflist", "{\"plugins\": [{\"type\" : \"naru\"}]}");
        assertThat(check.look())
                .singleElement()
                .matches(f -> f.where().endsWith("00-flannel.conflist"));

        Files.move(
                root.resolve("net.d/00-flannel.conflist"),
                root.resolve("net.d/00-flannel.conflist.disabled"));
        write("net.d/10-calico.conflist", "{\"plugins\": [{\"type\": \"calico\"}]}");
        assertThat(check.look()).isEmpty();
    }

    @Test
    void theCountOfStrictReversePathsIsReadByItsName() {
        List<String> lines =
                List.of(
                        "TcpExt: SyncookiesSent IPReversePathFilter TCPTimeWaitOverflow",
                        "TcpExt: 1 23 4",
                        "IpExt: InNoRoutes",
                        "IpExt: 5");
        assertThat(ReversePathCheck.dropped(lines)).isEqualTo(23);
        assertThat(ReversePathCheck.dropped(lines.subList(2, 4))).isZero();
    }
}
