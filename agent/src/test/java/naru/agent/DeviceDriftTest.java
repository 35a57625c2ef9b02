package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import naru.linux.sysctl.Sysctl;
import naru.wire.AgentReplies.Repair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody changes routes, neighbours, devices and settings of a node by hand: all come back. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceDriftTest {

    private DriftStage stage;

    @BeforeAll
    void startANode() throws Exception {
        stage = new DriftStage();
    }

    @AfterAll
    void policyHeldAllTheTime() throws Exception {
        try (DriftStage last = stage) {
            assertThat(last.works()).isTrue();
        }
    }

    /** Whatever was broken, all works again, and nobody is said to fight. */
    @AfterEach
    void everythingWorksAgain() throws Exception {
        DriftStage.until(stage::isConnected);
        assertThat(stage.status().problems()).isEmpty();
    }

    @Test
    void theRouteToAPod() throws Exception {
        String route = stage.pod("y").address() + "/32";
        Repair repair =
                stage.repaired("route", route, () -> stage.run("ip", "route", "del", route));
        assertThat(repair.found()).isEqualTo("no route");
    }

    @Test
    void theRouteToAPodThatSomebodyElseHasTaken() throws Exception {
        String route = stage.pod("y").address() + "/32";
        Repair repair =
                stage.repaired(
                        "route",
                        route,
                        () -> stage.run("ip", "route", "replace", "blackhole", route));
        assertThat(repair.found()).contains("blackhole").contains("of protocol 3");
    }

    @Test
    void theRouteToAnotherNodesPods() throws Exception {
        Repair repair =
                stage.repaired(
                        "route",
                        "10.244.2.0/24",
                        () -> stage.run("ip", "route", "del", "10.244.2.0/24"));
        assertThat(repair.done()).contains("via 172.30.0.3");
        repair =
                stage.repaired(
                        "route",
                        "10.244.2.0/24",
                        () ->
                                stage.run(
                                        "ip",
                                        "route",
                                        "replace",
                                        "10.244.2.0/24",
                                        "via",
                                        "172.30.0.9",
                                        "proto",
                                        "186"));
        assertThat(repair.found()).contains("via 172.30.0.9").contains("of protocol 186");
    }

    @Test
    void theRouteThatRefusesPacketsToNobodysAddresses() throws Exception {
        stage.repaired(
                "route",
                "10.244.1.0/24",
                () -> stage.run("ip", "route", "del", "unreachable", "10.244.1.0/24"));
    }

    @Test
    void thePermanentNeighbourOfAPod() throws Exception {
        String address = stage.pod("y").address();
        String device = stage.pod("y").device();
        stage.repaired(
                "neighbour",
                address,
                () -> stage.run("ip", "neigh", "del", address, "dev", device));
        Repair repair =
                stage.repaired(
                        "neighbour",
                        address,
                        () ->
                                stage.run(
                                        "ip",
                                        "neigh",
                                        "replace",
                                        address,
                                        "dev",
                                        device,
                                        "lladdr",
                                        "02:00:00:00:00:99",
                                        "nud",
                                        "permanent"));
        assertThat(repair.found()).isEqualTo("02:00:00:00:00:99");
    }

    @Test
    void aDeviceThatWasSwitchedOffWithAllThatHungOnIt() throws Exception {
        String device = stage.pod("y").device();
        Repair repair =
                stage.repaired(
                        "device", device, () -> stage.run("ip", "link", "set", device, "down"));
        assertThat(repair.found()).isEqualTo("down");
    }

    /** Not the one that another story switches off: so many repairs of one are called a fight. */
    @Test
    void aDeviceThatWasRenamedResizedReaddressedAndPutIntoABridge() throws Exception {
        String device = stage.pod("x").device();
        Repair renamed =
                stage.repaired(
                        "device",
                        device,
                        () -> stage.run("ip", "link", "set", device, "name", "mine"));
        assertThat(renamed.found()).isEqualTo("renamed to mine");
        Repair resized =
                stage.repaired(
                        "device",
                        device,
                        () -> stage.run("ip", "link", "set", device, "mtu", "1000"));
        assertThat(resized.found()).isEqualTo("mtu 1000");
        Repair readdressed =
                stage.repaired(
                        "device",
                        device,
                        () -> stage.run("ip", "link", "set", device, "address", "02:00:00:00:0:1"));
        assertThat(readdressed.found()).isEqualTo("address 02:00:00:00:00:01");
        Repair bridged =
                stage.repaired(
                        "device",
                        device,
                        () -> stage.run("ip", "link", "set", device, "master", "up0"));
        assertThat(bridged.found()).startsWith("put into device");
    }

    @Test
    void settingsOfAPodsDevice() throws Exception {
        String device = stage.pod("y").device();
        comesBack(Sysctl.ipv4(device, "rp_filter"), "1", "0");
        comesBack(Sysctl.ipv4(device, "forwarding"), "0", "1");
        comesBack(Sysctl.ipv4(device, "proxy_arp"), "1", "0");
        comesBack(Sysctl.ipv6(device, "disable_ipv6"), "0", "1");
    }

    @Test
    void settingsOfTheNode() throws Exception {
        comesBack(Sysctl.ipv4("up0", "forwarding"), "0", "1");
        comesBack(Sysctl.IP_FORWARD, "0", "1");
    }

    private void comesBack(Sysctl setting, String wrong, String right) throws Exception {
        assertThat(stage.read(setting)).as(setting.toString()).isEqualTo(right);
        Repair repair = stage.repaired("sysctl", setting.path(), () -> stage.write(setting, wrong));
        assertThat(repair.found()).isEqualTo(wrong);
        assertThat(stage.read(setting)).isEqualTo(right);
    }
}
