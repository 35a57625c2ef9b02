package naru.lab.scenario;

import static naru.lab.scenario.Manifests.namespace;
import static naru.lab.scenario.Manifests.pod;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import naru.wire.DoctorReply.Finding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes with a foot in two segments each; n1's uplinks change under its pods' connections. */
@Tag("root")
class UplinksTest {

    private static final String CONFIG =
            """
            subnets:
              - {name: front, cidr: 172.30.0.0/24}
              - {name: back, cidr: 172.30.9.0/24}
            external:
              - {name: e1, addresses: [192.0.2.10]}
            """;

    private static final int PORT = 5302;
    private static final String N1 = "n1";

    private static ScenarioLab lab;
    private static Shell n1;
    private static Place server;
    private static Place far;
    private final Probing probing = new Probing();

    private static String node(int number) {
        String one = "[{type: InternalIP, address: 172.30.0.%d}".formatted(10 + number);
        String two = ", {type: InternalIP, address: 172.30.9.%d}]".formatted(10 + number);
        return Manifests.node(number)
                .replaceFirst("\\[\\{type: InternalIP, address: [0-9.]+}]", one + two);
    }

    @BeforeAll
    static void bringTheLabUp() throws Exception {
        lab = ScenarioLab.up("scenario-uplinks", CONFIG, node(1) + node(2));
        lab.apply(
                namespace("s", "team: one")
                        + pod("s", "server", "n1", "app: server")
                        + pod("s", "client", "n1", "app: client")
                        + pod("s", "far", "n2", "app: client"));
        n1 = new Shell(lab.host(N1));
        server = lab.pod("s", "server");
        far = lab.pod("s", "far");
    }

    @AfterAll
    static void takeTheLabDown() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void allIsWellAgain() throws Exception {
        probing.close();
        eventually(() -> lab.doctor(N1).findings().isEmpty());
        eventually(() -> lab.doctor("n2").findings().isEmpty());
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("" + lab.doctor(N1).findings()).isLessThan(end);
        }
    }

    private static List<Finding> findings(String check) throws Exception {
        return lab.doctor(N1).findings().stream().filter(f -> f.check().equals(check)).toList();
    }

    @Test
    void repliesMayGoAnotherWayUnlessTheKernelIsStrictAndThenTheDoctorSaysWhy() throws Exception {
        Place outside = lab.host("e1");
        n1.run("ip route add 192.0.2.0/24 via 172.30.9.1 dev eth1");
        probing.assertAnswered(Probe.tcp(outside, server, PORT));

        n1.run("echo 1 >/proc/sys/net/ipv4/conf/eth0/rp_filter");
        probing.assertSilent(Probe.udp(outside, server, PORT));
        assertThat(findings("reverse-path"))
                .singleElement()
                .matches(finding -> finding.where().equals("eth0"))
                .matches(finding -> finding.fix().contains("conf.eth0.rp_filter=2"));

        n1.run("echo 2 >/proc/sys/net/ipv4/conf/eth0/rp_filter");
        probing.assertAnswered(Probe.udp(outside, server, PORT));
        n1.run("ip route del 192.0.2.0/24; echo 0 >/proc/sys/net/ipv4/conf/eth0/rp_filter");
    }

    @Test
    void anUplinkThatTheConfigurationNamesAndThatIsNotThereIsNamed() throws Exception {
        lab.config(N1, "devices", "eth7");
        assertThat(lab.doctor(N1).findings())
                .anyMatch(
                        f -> f.symptom().equals("an uplink is missing") && f.where().equals("eth7"))
                .noneMatch(f -> f.where().equals("eth0"));
        lab.config(N1, "devices", "eth0");
    }

    @Test
    void aNodeThatGetsAnotherAddressKeepsItsConnectionsAndIsFoundAgainWithItsObject()
            throws Exception {
        Path object = lab.manifests().resolve("Node__n1.json");
        String before = Files.readString(object);
        try (Talk here = Talk.between(lab.pod("s", "client"), server);
                Talk across = Talk.between(far, server)) {
            address("172.30.0.11", "172.30.0.31");
            here.assertGoesOn();
            eventually(() -> !findings("node-address").isEmpty());
            assertThat(findings("node-address").getFirst().evidence())
                    .contains("the Node object says 172.30.0.11", "eth0 has 172.30.0.31");
            eventually(() -> isAnswered(Probe.tcp(lab.host(N1), server, PORT)));

            replace(object, before.replace("172.30.0.11", "172.30.0.31"));
            eventually(() -> lab.doctor(N1).findings().isEmpty());
            here.assertGoesOn();
            across.assertGoesOn();
            probing.assertAnswered(Probe.udp(far, server, PORT));
        } finally {
            address("172.30.0.31", "172.30.0.11");
            replace(object, before);
            eventually(() -> isAnswered(Probe.tcp(lab.host(N1), server, PORT)));
        }
    }

    /** With an address go the routes that name it as their source: they are made anew first. */
    private boolean isAnswered(Probe probe) throws Exception {
        return probing.wrong(List.of(probe), List.of()).isEmpty();
    }

    /** As a DHCP client does when the lease is another one: with it goes the default route. */
    private static void address(String before, String after) throws Exception {
        n1.run(
                """
                ip addr del %s/24 dev eth0
                ip addr add %s/24 dev eth0
                ip route add default via 172.30.0.1
                """
                        .formatted(before, after));
    }

    private static void replace(Path file, String text) throws Exception {
        Path fresh = Files.writeString(lab.manifests().resolve(".fresh"), text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aNodeObjectWithTheAddressOfAnotherAndPodsWhereNodesAreIsNamed() throws Exception {
        Path object = lab.manifests().resolve("Node__n9.json");
        replace(
                object,
                """
                {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n9"},
                 "spec": {"podCIDR": "172.30.9.8/29", "podCIDRs": ["172.30.9.8/29"]},
                 "status": {"addresses": [{"type": "InternalIP", "address": "172.30.0.11"}]}}
                """);
        try {
            eventually(() -> !findings("node-address").isEmpty());
            eventually(() -> findings("overlapping-ranges").size() >= 3);
            assertThat(findings("node-address"))
                    .singleElement()
                    .matches(f -> f.symptom().equals("two nodes have one address"))
                    .matches(f -> f.where().equals("n9"));
            assertThat(findings("overlapping-ranges"))
                    .extracting(Finding::where)
                    .containsExactlyInAnyOrder("eth1", "n1", "n2");
        } finally {
            Files.delete(object);
        }
    }

    @Test
    void anUplinkThatGoesAndComesBackIsGuardedAgainAndConnectionsGoOn() throws Exception {
        Shell fabric = new Shell(new Place("fabric", server.netns().resolveSibling("fabric"), ""));
        String port = otherEnd(fabric);
        String cable = port.replaceFirst("\\d+: ([^@:]+).*", "$1");
        String bridge = port.replaceFirst(".* master (\\S+).*", "$1");
        try (Talk here = Talk.between(lab.pod("s", "client"), server);
                Talk across = Talk.between(far, server)) {
            fabric.run("ip link del " + cable);
            here.assertGoesOn();
            fabric.run(
                    """
                    ip link add %1$s type veth peer name eth0 netns %2$s
                    ip link set %1$s master %3$s up
                    """
                            .formatted(cable, lab.host(N1).netns(), bridge));
            n1.run(
                    """
                    ip addr add 172.30.0.11/24 dev eth0
                    ip link set eth0 up
                    ip route add default via 172.30.0.1
                    """);
            across.assertGoesOn();
            here.assertGoesOn();
            probing.assertAnswered(
                    Probe.udp(far, server, PORT), Probe.udp(lab.host("e1"), server, PORT));
        }
    }

    /** What the fabric says of its end of n1's first cable, in one line. */
    private static String otherEnd(Shell fabric) throws Exception {
        String peer = n1.run("ip -o link show eth0").replaceFirst("(?s).*eth0@if(\\d+):.*", "$1");
        return fabric.run("ip -o link show type veth | grep '^%s:'".formatted(peer)).strip();
    }
}
