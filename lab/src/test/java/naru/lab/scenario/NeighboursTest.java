package naru.lab.scenario;

import static naru.lab.scenario.Manifests.clientReaches;
import static naru.lab.scenario.Manifests.namespace;
import static naru.lab.scenario.Manifests.pod;
import static naru.lab.scenario.Manifests.podsWith;
import static naru.lab.scenario.Manifests.serverLetsIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import naru.testkit.ThrowAwayNetns;
import naru.wire.DoctorReply.Finding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What others do on a node, done for real on node n1: firewalls, proxies, bridges, pods of another
 * network. Each works, proven by packets, or the doctor names it; afterwards the node is well.
 */
@Tag("root")
class NeighboursTest {

    private static final String CONFIG =
            """
            external:
              - {name: e1, addresses: [192.0.2.10]}
              - {name: e2, addresses: [198.51.100.10]}
            """;

    private static final int PORT = 5301;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private static ScenarioLab lab;
    private static Shell n1;
    private static Place server;
    private static Place outside;
    private final Probing probing = new Probing();

    @BeforeAll
    static void bringTheLabUp() throws Exception {
        lab = ScenarioLab.up("scenario-neighbours", CONFIG, Manifests.TWO_NODES);
        lab.apply(
                namespace("s", "team: one")
                        + pod("s", "server", "n1", "app: server")
                        + pod("s", "client", "n1", "app: client")
                        + pod("s", "stranger", "n1", "app: stranger")
                        + pod("s", "far", "n2", "app: client"));
        n1 = new Shell(lab.host("n1"));
        server = lab.pod("s", "server");
        outside = lab.host("e1");
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
        long end = System.nanoTime() + PATIENCE_NANOS;
        do { // the agent may change the same tables just now: then a command is refused
            tidyUp();
        } while (!findings().isEmpty() && System.nanoTime() < end);
        assertThat(findings()).isEmpty();
    }

    private static void tidyUp() throws Exception {
        for (String backend : List.of("nft", "legacy")) {
            n1.runAsFarAsItGoes(
                    """
                    iptables-%1$s -P FORWARD ACCEPT
                    iptables-%1$s -F; iptables-%1$s -X
                    iptables-%1$s -t nat -F; iptables-%1$s -t nat -X
                    """
                            .formatted(backend));
        }
        n1.run("nft flush ruleset");
    }

    private static List<Finding> findings() throws Exception {
        return lab.doctor("n1").findings();
    }

    private static Finding only(String check) throws Exception {
        List<Finding> found = findings();
        assertThat(found).singleElement().matches(f -> f.check().equals(check), check);
        return found.getFirst();
    }

    /** The server under another address, which somebody translates. */
    private static Place server(String address) {
        return new Place("server at " + address, server.netns(), address);
    }

    @Test
    void whereDockersPolicyForwardsNothingPodsAreReachedAllTheSame() throws Exception {
        n1.run("iptables-nft -P FORWARD DROP; iptables-legacy -P FORWARD DROP");
        probing.assertAnswered(
                Probe.udp(outside, server, PORT),
                Probe.udp(lab.pod("s", "far"), server, PORT),
                Probe.tcp(server, outside, PORT),
                Probe.tcp(lab.host("n2"), server, PORT));
        assertThat(findings()).isEmpty();
        assertThat(n1.run("iptables-nft -S FORWARD; iptables-legacy -S FORWARD"))
                .containsSubsequence("policy was asked", "policy was asked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nft", "legacy"})
    void aRuleThatDropsIsNamedAndStays(String backend) throws Exception {
        n1.run("iptables-%s -I FORWARD ! -i docker0 -j DROP".formatted(backend));
        probing.assertSilent(
                Probe.tcp(outside, server, PORT), Probe.tcp(lab.host("n2"), server, PORT));
        probing.assertAnswered(
                Probe.tcp(lab.pod("s", "client"), server, PORT),
                Probe.tcp(lab.pod("s", "far"), server, PORT));
        Finding finding = only("forward-drop");
        assertThat(finding.where()).isEqualTo("rule 1 of filter/FORWARD (%s)".formatted(backend));
        assertThat(finding.evidence()).contains("! -i docker0 -j DROP");
    }

    @Test
    void firewalldsTableIsNamedUntilItTrustsThePods() throws Exception {
        n1.run(
                """
                nft -f - <<END
                table inet firewalld {
                    chain filter_FORWARD {
                        type filter hook forward priority filter + 10; policy accept;
                        ct state { established, related } accept
                        ct status dnat accept
                        iifname "lo" accept
                        reject with icmpx admin-prohibited
                    }
                }
                END
                """);
        probing.assertSilent(Probe.udp(outside, server, PORT));
        assertThat(only("forward-drop").fix())
                .contains("firewall-cmd --permanent --zone=trusted --add-source=10.244.1.0/24");

        n1.run(
                """
                nft insert rule inet firewalld filter_FORWARD ip saddr 10.244.0.0/16 accept
                nft insert rule inet firewalld filter_FORWARD ip daddr 10.244.0.0/16 accept
                """);
        probing.assertAnswered(Probe.udp(outside, server, PORT), Probe.tcp(server, outside, PORT));
        assertThat(findings()).isEmpty();
    }

    /** As kube-proxy writes it, with all its detours. */
    private static void proxy(String service, String backend) throws Exception {
        n1.run(
                """
                n() { iptables -w -t nat "$@"; }
                n -N KUBE-MARK-MASQ; n -A KUBE-MARK-MASQ -j MARK --or-mark 0x4000
                n -N KUBE-POSTROUTING; n -A POSTROUTING -j KUBE-POSTROUTING
                n -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
                n -A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x4000
                n -A KUBE-POSTROUTING -j MASQUERADE --random-fully
                n -N KUBE-SERVICES; n -A PREROUTING -j KUBE-SERVICES; n -A OUTPUT -j KUBE-SERVICES
                n -N KUBE-SVC-A; n -N KUBE-SEP-A
                for p in tcp udp; do
                  n -A KUBE-SERVICES -d %1$s/32 -p $p -m comment --comment "s/server cluster IP" \
                -m $p --dport %3$d -j KUBE-SVC-A
                  n -A KUBE-SVC-A ! -s 10.244.0.0/16 -d %1$s/32 -p $p -m $p --dport %3$d \
                -j KUBE-MARK-MASQ
                  n -A KUBE-SEP-A -p $p -m $p -j DNAT --to-destination %2$s:%3$d
                done
                n -A KUBE-SVC-A -j KUBE-SEP-A
                """
                        .formatted(service, backend, PORT));
    }

    @Test
    void aServiceOfKubeProxyIsReachedBothWaysAndThePodBehindItAsksWhoItReallyIs() throws Exception {
        proxy("10.96.0.10", server.ip());
        lab.apply(serverLetsIn("s", podsWith("app: client")));
        Place service = server("10.96.0.10");
        Place client = lab.pod("s", "client");
        Place stranger = lab.pod("s", "stranger");
        assertThat(
                        probing.wrong(
                                List.of(
                                        Probe.tcp(client, service, PORT),
                                        Probe.udp(client, service, PORT),
                                        Probe.tcp(lab.host("n1"), service, PORT)),
                                List.of(
                                        Probe.tcp(stranger, service, PORT),
                                        Probe.udp(stranger, service, PORT))))
                .isEmpty();
        assertThat(findings()).isEmpty();
        lab.delete(serverLetsIn("s", podsWith("app: client")));
    }

    @Test
    void aServiceWithItsPodOnAnotherNodeIsReachedToo() throws Exception {
        Place far = lab.pod("s", "far");
        proxy("10.96.0.11", far.ip());
        Place service = new Place("service", far.netns(), "10.96.0.11");
        Place client = lab.pod("s", "client");
        probing.assertAnswered(Probe.tcp(client, service, PORT), Probe.udp(client, service, PORT));
    }

    @Test
    void anEgressPolicyThatMeansPodsKeepsThemFromServicesAndTheDoctorSaysHowToLetThem()
            throws Exception {
        proxy("10.96.0.10", server.ip());
        Place service = server("10.96.0.10");
        Place client = lab.pod("s", "client");
        lab.apply(clientReaches("s", podsWith("app: server")));
        assertThat(
                        probing.wrong(
                                List.of(Probe.tcp(client, server, PORT)),
                                List.of(Probe.tcp(client, service, PORT))))
                .isEmpty();
        assertThat(findings())
                .isNotEmpty()
                .allMatch(f -> f.check().equals("service-policy"))
                .allMatch(f -> f.where().equals("s/client"))
                .allMatch(f -> f.fix().contains("cidr: 10.96.0.10/32"));

        String both = podsWith("app: server") + ", {ipBlock: {cidr: 10.96.0.0/16}}";
        lab.apply(clientReaches("s", both));
        probing.assertAnswered(Probe.tcp(client, service, PORT));
        assertThat(findings()).isEmpty();
        lab.delete(clientReaches("s", both));
    }

    @Test
    void aHostPortOfThePortmapPluginLeadsInUnderPolicy() throws Exception {
        lab.apply(serverLetsIn("s", "{ipBlock: {cidr: 192.0.2.10/32}}"));
        portmap("ADD");
        Place hostPort = server(lab.host("n1").ip());
        assertThat(
                        probing.wrong(
                                List.of(Probe.tcp(outside, hostPort, PORT)),
                                List.of(Probe.tcp(lab.host("e2"), hostPort, PORT))))
                .isEmpty();
        assertThat(findings()).isEmpty();
        portmap("DEL");
        lab.delete(serverLetsIn("s", "{ipBlock: {cidr: 192.0.2.10/32}}"));
    }

    /** As a runtime calls it behind Naru in a list of plugins, with what Naru answered. */
    private static void portmap(String command) throws Exception {
        n1.run(
                """
                CNI_COMMAND=%1$s CNI_CONTAINERID=c1 CNI_NETNS=%2$s CNI_IFNAME=eth0 \
                CNI_PATH=/usr/lib/cni /usr/lib/cni/portmap <<END
                {"cniVersion": "1.0.0", "name": "naru", "type": "portmap",
                 "capabilities": {"portMappings": true}, "runtimeConfig": {"portMappings":
                   [{"hostPort": %4$d, "containerPort": %4$d, "protocol": "tcp"}]},
                 "prevResult": {"cniVersion": "1.0.0",
                   "interfaces": [{"name": "eth0", "sandbox": "%2$s"}],
                   "ips": [{"address": "%3$s/32", "interface": 0}]}}
                END
                """
                        .formatted(command, server.netns(), server.ip(), PORT));
    }

    @ParameterizedTest(name = "bridge-nf-call-iptables {0}")
    @ValueSource(strings = {"0", "1"})
    void containersOnABridgeAndPodsReachEachOther(String bridged) throws Exception {
        lab.apply(serverLetsIn("s", "{ipBlock: {cidr: 172.17.0.0/16}}"));
        Path setting = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");
        String before = n1.run("cat " + setting);
        n1.run("echo %s >%s".formatted(bridged, setting));
        try (ThrowAwayNetns netns = Bridged.at(n1, "docker0", "172.17.0")) {
            Place container = new Place("container", netns.path(), "172.17.0.2");
            assertThat(
                            probing.wrong(
                                    List.of(
                                            Probe.tcp(container, server, PORT),
                                            Probe.udp(container, server, PORT),
                                            Probe.tcp(lab.pod("s", "client"), container, PORT)),
                                    List.of(Probe.tcp(lab.pod("s", "client"), server, PORT))))
                    .isEmpty();
            assertThat(findings()).isEmpty();
        } finally {
            n1.run("ip link del docker0");
            n1.run("echo %s >%s".formatted(before.strip(), setting));
        }
        lab.delete(serverLetsIn("s", "{ipBlock: {cidr: 172.17.0.0/16}}"));
    }

    @Test
    void whatIsLeftOfOtherNetworksIsNamedPieceByPiece() throws Exception {
        Place far = lab.pod("s", "far");
        Place client = lab.pod("s", "client");
        n1.run(
                """
                ip link add cni0 type bridge
                ip addr add 10.244.1.200/24 dev cni0
                ip link add flannel.1 type vxlan id 1 dev eth0 dstport 8472
                ip link set flannel.1 up
                ip route add 10.244.2.0/25 dev flannel.1
                iptables -N FLANNEL-FWD
                iptables -A FLANNEL-FWD -s 10.244.0.0/16 -j ACCEPT
                iptables -A FORWARD -j FLANNEL-FWD
                """);
        try (LeftoverPrograms _ = new LeftoverPrograms(lab.host("n1"), "eth0", cgroup())) {
            probing.assertSilent(Probe.udp(client, far, PORT));
            assertThat(findings())
                    .extracting(Finding::check, Finding::where)
                    .contains(
                            tuple("leftover-devices", "cni0"),
                            tuple("leftover-devices", "flannel.1"),
                            tuple("overlapping-ranges", "cni0"),
                            tuple("foreign-routes", "10.244.2.0/25 (flannel.1)"),
                            tuple("leftover-rules", "filter/FLANNEL-FWD (nft)"),
                            tuple("leftover-programs", "eth0"))
                    .anyMatch(found -> found.toList().getFirst().equals("cgroup-programs"));
        } finally {
            n1.run("tc qdisc del dev eth0 clsact; ip link del cni0; ip link del flannel.1");
        }
        probing.assertAnswered(Probe.udp(client, far, PORT));
    }

    /** Of node n1, as this machine sees it. */
    private static Path cgroup() throws Exception {
        Path ofPod = Path.of(lab.pods().getFirst().cgroup());
        while (!ofPod.endsWith("n1")) {
            ofPod = ofPod.getParent();
        }
        return ofPod;
    }

    @Test
    void aPodThatAnotherNetworkMadeIsUnmanagedWhateverItsLabelsSay() throws Exception {
        lab.apply(serverLetsIn("s", podsWith("app: client")));
        Path manifest = lab.manifests().resolve("other.json");
        try (ThrowAwayNetns netns = Bridged.at(n1, "other0", "10.88.0")) {
            Place foreign = new Place("s/foreign", netns.path(), "10.88.0.2");
            Path fresh = Files.writeString(lab.manifests().resolve(".other"), foreignPod(foreign));
            Files.move(fresh, manifest, StandardCopyOption.ATOMIC_MOVE);
            try (MonitorWatch monitor = lab.monitor("n1");
                    Probing denied = new Probing()) {
                var drop =
                        monitor.hears(
                                () -> {
                                    denied.assertSilent(Probe.udp(foreign, server, PORT));
                                    return true;
                                },
                                event -> event.sourceIdentity() == 3);
                assertThat(drop.source()).isEqualTo("10.88.0.2");
                assertThat(drop.verdict()).isNotEqualTo("allowed");
            }
            Finding finding = only("unmanaged-pods");
            assertThat(finding.where()).isEqualTo("s/foreign");
            assertThat(finding.evidence()).contains("10.88.0.2", "other0");
        } finally {
            Files.deleteIfExists(manifest);
            n1.run("ip link del other0");
        }
        lab.delete(serverLetsIn("s", podsWith("app: client")));
        eventuallyWell();
    }

    private static String foreignPod(Place at) {
        return """
               {"apiVersion": "v1", "kind": "Pod",
                "metadata": {"name": "foreign", "namespace": "s", "labels": {"app": "client"}},
                "spec": {"nodeName": "n1", "containers": [{"name": "c", "image": "x"}]},
                "status": {"phase": "Running", "podIP": "%1$s", "podIPs": [{"ip": "%1$s"}]}}
               """
                .formatted(at.ip());
    }

    private static void eventuallyWell() throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!findings().isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait(); // the doctor itself takes its time
        }
    }
}
