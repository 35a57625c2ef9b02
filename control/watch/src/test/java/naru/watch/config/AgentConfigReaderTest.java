package naru.watch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.model.IgnoredLabels;
import naru.watch.config.AgentConfig.Attach;
import naru.watch.config.AgentConfig.HostIdentity;
import naru.watch.config.AgentConfigReader.Reading;
import naru.watch.config.AgentConfigReader.Setting;
import naru.watch.document.Document;
import naru.watch.document.DocumentText;
import naru.watch.document.FieldPath;
import naru.watch.manifest.ManifestProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigReaderTest {

    @TempDir Path base;

    private Path file(String text) throws IOException {
        return Files.writeString(base.resolve("agent.yaml"), text);
    }

    private Reading read(String text) throws IOException {
        return AgentConfigReader.read(Optional.of(file(text)), Map.of(), Map.of());
    }

    private static Reading flags(String key, String value) {
        return AgentConfigReader.read(Optional.empty(), Map.of(), Map.of(key, value));
    }

    private static List<String> messages(Reading reading) {
        return reading.problems().stream().map(ManifestProblem::toString).toList();
    }

    @Test
    void withoutAnySourceTheDefaultsStand() {
        Reading reading =
                AgentConfigReader.read(
                        Optional.of(base.resolve("none")), Map.of("PATH", "/bin"), Map.of());

        assertThat(reading.config()).isEqualTo(AgentConfig.DEFAULTS);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.settings())
                .contains(
                        new Setting("host-identity", "kernel", "default"),
                        new Setting("ipam-cooldown", "10s", "default"),
                        new Setting("log-level", "info", "default"))
                .extracting(Setting::key)
                .containsExactlyElementsOf(AgentConfigReader.keys())
                .isSorted();
    }

    @Test
    void everyKeyCanBeSetInTheFile() throws Exception {
        Reading reading =
                read(
                        """
                        attach: clsact
                        devices: [eth0, eth1]
                        host-identity: mark
                        identity-ignored-labels:
                        - build.example.com/*
                        install-iptables-rules: no
                        ipam-cooldown: 1m
                        log-level: debug
                        metrics-address: "[::1]:9962"
                        repair: false
                        """);

        assertThat(messages(reading)).isEmpty();
        assertThat(reading.config())
                .isEqualTo(
                        new AgentConfig(
                                HostIdentity.MARK,
                                false,
                                Attach.CLSACT,
                                List.of("eth0", "eth1"),
                                new IgnoredLabels(List.of("build.example.com/*")),
                                System.Logger.Level.DEBUG,
                                Duration.ofMinutes(1),
                                Optional.of(
                                        new InetSocketAddress(InetAddress.ofLiteral("::1"), 9962)),
                                false));
        assertThat(reading.settings())
                .contains(
                        new Setting(
                                "metrics-address",
                                "[0:0:0:0:0:0:0:1]:9962",
                                base.resolve("agent.yaml") + ":9"),
                        new Setting("devices", "eth0,eth1", base.resolve("agent.yaml") + ":2"),
                        new Setting("ipam-cooldown", "60s", base.resolve("agent.yaml") + ":7"));
    }

    @Test
    void metricsAreServedNowhereUnlessAnAddressIsGivenWhichIsNeverAName() throws Exception {
        assertThat(read("metrics-address: ''\n").config().metricsAddress()).isEmpty();
        for (String wrong : List.of("9962", "localhost:9962", "127.0.0.1:0", "127.0.0.1:65536")) {
            Reading reading = read("metrics-address: '" + wrong + "'\n");
            assertThat(messages(reading))
                    .singleElement()
                    .asString()
                    .contains(wrong, "must be an address and a port, such as 127.0.0.1:9962");
            assertThat(reading.config().metricsAddress()).isEmpty();
        }
    }

    @Test
    void flagsWinOverTheEnvironmentAndThatOverTheFile() throws Exception {
        Reading reading =
                AgentConfigReader.read(
                        Optional.of(file("attach: tcx\nlog-level: trace\nhost-identity: mark\n")),
                        Map.of("NARU_ATTACH", "clsact", "NARU_LOG_LEVEL", "error"),
                        Map.of("attach", "auto"));

        assertThat(reading.settings())
                .contains(
                        new Setting("attach", "auto", "--attach"),
                        new Setting("log-level", "error", "NARU_LOG_LEVEL"),
                        new Setting("host-identity", "mark", base.resolve("agent.yaml") + ":3"));
    }

    @Test
    void anUnknownKeyIsAnErrorThatNamesTheKnownOnes() throws Exception {
        assertThat(messages(read("attach: tcx\nhost-identiti: mark\n")))
                .singleElement()
                .asString()
                .startsWith(
                        base.resolve("agent.yaml") + ":2: host-identiti: unknown key (did you mean")
                .contains("\"host-identity\"")
                .contains("known keys: attach, devices, host-identity,");
        assertThat(messages(flags("colour", "blue")))
                .singleElement()
                .asString()
                .startsWith("command line: colour: unknown key (known keys: attach,");
    }

    @Test
    void theEnvironmentMayHoldOthersVariablesButNoSlips() {
        Map<String, String> environment =
                Map.of(
                        "NARU_LAB",
                        "x",
                        "NARU_SERVICE_HOST",
                        "10.0.0.1",
                        "NARU_HOST_IDENTIY",
                        "mark");

        assertThat(messages(AgentConfigReader.read(Optional.empty(), environment, Map.of())))
                .containsExactly(
                        "environment: NARU_HOST_IDENTIY: unknown variable (did you mean \"NARU_HOST_IDENTITY\"?)");
    }

    @Test
    void aWrongValueSaysWhichOnesAreRight() throws Exception {
        assertThat(messages(read("host-identity: magic")))
                .containsExactly(
                        base.resolve("agent.yaml")
                                + ":1: host-identity: \"magic\" must be one of kernel, mark");
        assertThat(messages(read("install-iptables-rules: maybe")))
                .singleElement()
                .asString()
                .contains("true or false");
        assertThat(messages(read("ipam-cooldown: 10")))
                .singleElement()
                .asString()
                .contains("such as 500ms");
        assertThat(messages(read("attach: [tcx, clsact]")))
                .singleElement()
                .asString()
                .contains("there are 2");
        assertThat(messages(read("devices: [a/b]")))
                .singleElement()
                .asString()
                .contains("network device");
        assertThat(messages(read("devices: eth0,eth7")))
                .singleElement()
                .asString()
                .contains("[eth0, eth1]");
        assertThat(messages(read("devices: [averyveryverylongname]"))).hasSize(1);
        assertThat(messages(read("identity-ignored-labels: ['a b']")))
                .singleElement()
                .asString()
                .contains("label key");
        assertThat(messages(read("log-level: {a: b}"))).hasSize(1);
        assertThat(
                        messages(
                                AgentConfigReader.read(
                                        Optional.empty(), Map.of("NARU_ATTACH", ""), Map.of())))
                .containsExactly("environment: NARU_ATTACH: must be one value, but there are 0");
    }

    @Test
    void listsOnTheCommandLineHaveCommas() {
        assertThat(flags("devices", "eth0, eth1").config().devices())
                .containsExactly("eth0", "eth1");
        assertThat(flags("identity-ignored-labels", "").config().identityIgnoredLabels().patterns())
                .isEmpty();
        assertThat(messages(flags("devices", "eth0,,eth1"))).hasSize(1);
    }

    @Test
    void durationsHaveUnits() {
        assertThat(flags("ipam-cooldown", "0").config().ipamCooldown()).isEqualTo(Duration.ZERO);
        assertThat(flags("ipam-cooldown", "250ms").config().ipamCooldown())
                .isEqualTo(Duration.ofMillis(250));
        assertThat(flags("ipam-cooldown", "2h").config().ipamCooldown())
                .isEqualTo(Duration.ofHours(2));
        assertThat(flags("ipam-cooldown", "250ms").settings())
                .contains(new Setting("ipam-cooldown", "250ms", "--ipam-cooldown"));
    }

    @Test
    void aFileThatIsNoMappingIsAProblem() throws Exception {
        assertThat(messages(read("- a"))).singleElement().asString().contains("must be a mapping");
        assertThat(messages(read("a: [b"))).singleElement().asString().contains("is not YAML");
        assertThat(messages(read("attach: tcx\n---\nattach: tcx\n")))
                .singleElement()
                .asString()
                .contains("one document");
        assertThat(messages(read("# nothing\n"))).isEmpty();
        assertThat(messages(read("attach:\n"))).isEmpty();
        assertThat(messages(AgentConfigReader.read(Optional.of(base), Map.of(), Map.of())))
                .singleElement()
                .asString()
                .contains("can't be read");
    }

    @Test
    void aMappingInAnotherFileHasTheSameKeys() {
        Document document =
                DocumentText.parse("lab.yaml", "nodes: []\nagent:\n  atach: tcx\n")
                        .documents()
                        .getFirst();

        assertThat(
                        AgentConfigReader.check(
                                "lab.yaml",
                                document,
                                FieldPath.ROOT.child("agent"),
                                document.root().path("agent")))
                .singleElement()
                .asString()
                .startsWith("lab.yaml:3: atach: unknown key (did you mean \"attach\"?");
    }
}
