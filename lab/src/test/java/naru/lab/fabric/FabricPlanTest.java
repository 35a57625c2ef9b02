package naru.lab.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.lab.config.LabConfig;
import naru.lab.config.LabConfig.Router;
import naru.lab.config.LabConfig.Subnet;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import org.junit.jupiter.api.Test;

class FabricPlanTest {

    private static final Path NETNS = Path.of("/netns");

    @Test
    void nodesWithoutAddressesGetTheEleventhAndThoseThatFollow() throws FabricConflict {
        FabricPlan plan = new FabricPlan(LabConfig.DEFAULTS);
        assertThat(plan.chooseAddress(Optional.empty(), "node n1")).hasToString("172.30.0.11");
        assertThat(plan.chooseAddress(Optional.empty(), "node n2")).hasToString("172.30.0.12");
        assertThat(plan.chooseRange("node n1")).hasToString("10.244.1.0/24");
        assertThat(plan.chooseRange("node n2")).hasToString("10.244.2.0/24");
    }

    @Test
    void addressesOutsideOfAllSubnetsShareOneThatIsMadeForThem() throws FabricConflict {
        FabricPlan plan = new FabricPlan(LabConfig.DEFAULTS);
        Segment one = segment(place(plan, "node n1", "172.18.0.11"));
        Segment two = segment(place(plan, "node n2", "172.18.0.12"));
        assertThat(one).isEqualTo(two);
        assertThat(one.cidr()).hasToString("172.18.0.0/24");
        assertThat(one.router()).map(Ipv4Address::toString).contains("172.18.0.1");
    }

    @Test
    void theRouterEvadesTheAddressesOfHosts() throws FabricConflict {
        FabricPlan plan = new FabricPlan(LabConfig.DEFAULTS);
        plan.reserve(Ipv4Address.parse("192.0.2.254"), "external host e1");
        Segment segment = segment(place(plan, "node n1", "192.0.2.1"));
        assertThat(segment.router()).map(Ipv4Address::toString).contains("192.0.2.253");
    }

    @Test
    void aMadeSubnetShrinksUntilItMeetsNoPodRange() throws FabricConflict {
        FabricPlan plan = new FabricPlan(LabConfig.DEFAULTS);
        plan.reserve(Ipv4Prefix.parse("172.18.0.128/25"), "node n1");
        Segment segment = segment(place(plan, "node n1", "172.18.0.11"));
        assertThat(segment.cidr()).hasToString("172.18.0.0/25");
    }

    @Test
    void withoutARouterNobodyHasAWayOut() throws FabricConflict {
        LabConfig config =
                new LabConfig(
                        List.of(Subnet.DEFAULT),
                        new Router(false, false),
                        Map.of(),
                        List.of(),
                        Map.of());
        Host host = place(new FabricPlan(config), "node n1", "172.30.0.11");
        assertThat(segment(host).router()).isEmpty();
        assertThat(FabricCommands.host(host)).noneMatch(line -> line.contains("default"));
    }

    @Test
    void aHostWithAddressesInTwoSubnetsHasACableInEach() throws FabricConflict {
        Host host =
                place(
                        new FabricPlan(LabConfig.DEFAULTS),
                        "external host e1",
                        "192.0.2.20",
                        "198.51.100.7");
        assertThat(host.ports()).extracting(Host.Port::device).containsExactly("eth0", "eth1");
        assertThat(FabricCommands.host(host))
                .containsExactly(
                        "addr add 192.0.2.20/24 dev eth0",
                        "link set eth0 up",
                        "addr add 198.51.100.7/24 dev eth1",
                        "link set eth1 up",
                        "route add default via 192.0.2.1");
    }

    @Test
    void whatStandsAgainstEachOtherIsNamed() throws FabricConflict {
        FabricPlan plan = new FabricPlan(LabConfig.DEFAULTS);
        place(plan, "node n1", "172.30.0.11");
        plan.reserve(Ipv4Prefix.parse("10.244.1.0/24"), "node n1");
        assertThatThrownBy(() -> place(plan, "node n2", "172.30.0.11"))
                .hasMessage("172.30.0.11 of node n2 is the address of node n1");
        assertThatThrownBy(() -> place(plan, "node n2", "10.244.1.5"))
                .hasMessageContaining("10.244.1.5 of node n2 lies in the pod range 10.244.1.0/24");
        assertThatThrownBy(() -> plan.reserve(Ipv4Prefix.parse("10.244.0.0/16"), "node n2"))
                .hasMessageContaining("10.244.0.0/16 of node n2 overlaps 10.244.1.0/24 of node n1");
        assertThatThrownBy(
                        () ->
                                plan.place(
                                        "node n3",
                                        NETNS,
                                        List.of(Ipv4Address.parse("172.31.0.1")),
                                        Optional.of("default"),
                                        Optional.empty()))
                .hasMessageContaining("does not lie in its subnet default");
    }

    @Test
    void whatIsReleasedCanBeHadAgain() throws FabricConflict {
        FabricPlan plan = new FabricPlan(LabConfig.DEFAULTS);
        place(plan, "node n1", "172.30.0.11");
        plan.release("node n1");
        assertThat(place(plan, "node n2", "172.30.0.11").addresses()).hasSize(1);
    }

    private static Host place(FabricPlan plan, String name, String... addresses)
            throws FabricConflict {
        List<Ipv4Address> parsed =
                java.util.Arrays.stream(addresses).map(Ipv4Address::parse).toList();
        return plan.place(name, NETNS, parsed, Optional.empty(), Optional.empty());
    }

    private static Segment segment(Host host) {
        return host.ports().getFirst().segment();
    }
}
