package naru.lab.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import naru.lab.cluster.Refused;
import naru.lab.pod.Probe.HttpGet;
import naru.lab.pod.Probe.TcpSocket;
import naru.model.Ipv4Address;
import naru.model.Pod;
import naru.watch.manifest.ManifestObject;
import naru.watch.manifest.ManifestReader;
import org.junit.jupiter.api.Test;

class PodSpecTest {

    @Test
    void aProbeHasTheDefaultsOfTheApi() throws Refused {
        Probe probe = spec("readinessProbe: {tcpSocket: {port: 80}}").readiness().orElseThrow();
        assertThat(probe)
                .isEqualTo(
                        new Probe(
                                new TcpSocket("", 80),
                                Duration.ZERO,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(1),
                                1,
                                3));
    }

    @Test
    void aProbeMayNameAPort() throws Refused {
        PodSpec spec =
                spec(
                        "ports: [{name: web, containerPort: 8080}], livenessProbe: {httpGet: {port:"
                                + " web, path: healthz, httpHeaders: [{name: X, value: y}]}}");
        HttpGet get = (HttpGet) spec.liveness().orElseThrow().action();
        assertThat(get.port()).isEqualTo(8080);
        assertThat(get.path()).isEqualTo("/healthz");
        assertThat(get.headers()).containsEntry("X", "y");
    }

    @Test
    void probesOfOtherKindsAreRefused() {
        assertThatThrownBy(() -> spec("readinessProbe: {exec: {command: [ls]}}"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("httpGet or tcpSocket");
        assertThatThrownBy(() -> spec("livenessProbe: {tcpSocket: {port: nowhere}}"))
                .hasMessageContaining("a probe's port");
    }

    @Test
    void argumentsAloneAreNoCommand() throws Refused {
        assertThat(spec("args: [a]").command()).isEmpty();
        assertThat(spec("command: [a], args: [b, c]").command()).containsExactly("a", "b", "c");
    }

    @Test
    void onlyWhatCannotChangeInPlaceMakesAnotherPod() throws Refused {
        PodSpec pod = spec("command: [a]");
        List<Ipv4Address> has = List.of(Ipv4Address.parse("10.1.0.5"));
        assertThat(pod.mustBeRecreatedFor(spec("command: [a], ports: []"), has)).isFalse();
        assertThat(pod.mustBeRecreatedFor(spec("command: [b]"), has)).isTrue();
        assertThat(pod.mustBeRecreatedFor(read("n2", "", "command: [a]"), has)).isTrue();
        assertThat(pod.mustBeRecreatedFor(read("n1", "10.1.0.5", "command: [a]"), has)).isFalse();
        assertThat(pod.mustBeRecreatedFor(read("n1", "10.1.0.6", "command: [a]"), has)).isTrue();
    }

    @Test
    void portsOfTheNodeAndLimitsAreToldToPluginsThatDeclareThem() throws Refused {
        assertThat(spec("ports: [{containerPort: 80}]").capabilityArguments()).isEmpty();
        assertThat(spec("ports: [{containerPort: 80, hostPort: 8080}]").capabilityArguments())
                .hasToString(
                        "{\"portMappings\":[{\"hostPort\":8080,\"containerPort\":80,"
                                + "\"protocol\":\"tcp\"}]}");
        assertThat(limited("1.5M").capabilityArguments())
                .hasToString("{\"bandwidth\":{\"egressRate\":1500000}}");
        assertThat(limited("2Ki").capabilityArguments())
                .hasToString("{\"bandwidth\":{\"egressRate\":2048}}");
        assertThatThrownBy(() -> limited("much"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("egress-bandwidth")
                .hasMessageContaining("much");
    }

    private static PodSpec limited(String rate) throws Refused {
        return readAnnotated("{kubernetes.io/egress-bandwidth: " + rate + "}", "n1", "ports: []");
    }

    @Test
    void restartsWaitLongerAndLonger() {
        RestartDelay delay = new RestartDelay();
        Duration moment = Duration.ofSeconds(1);
        assertThat(List.of(delay.after(moment), delay.after(moment), delay.after(moment)))
                .containsExactly(Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(20));
        for (int i = 0; i < 10; i++) {
            delay.after(moment);
        }
        assertThat(delay.after(moment)).isEqualTo(Duration.ofMinutes(5));
        assertThat(delay.after(Duration.ofMinutes(10))).isEqualTo(Duration.ZERO);
    }

    private static PodSpec spec(String container) throws Refused {
        return read("n1", "", container);
    }

    private static PodSpec read(String node, String wish, String container) throws Refused {
        String annotations =
                wish.isEmpty() ? "{}" : "{cni.projectcalico.org/ipAddrs: '[\"" + wish + "\"]'}";
        return readAnnotated(annotations, node, container);
    }

    private static PodSpec readAnnotated(String annotations, String node, String container)
            throws Refused {
        ManifestObject manifest =
                ManifestReader.read(
                                "pod.yaml",
                                """
                                apiVersion: v1
                                kind: Pod
                                metadata: {namespace: x, name: a, annotations: %s}
                                spec: {nodeName: %s, containers: [{name: c, image: none, %s}]}
                                """
                                        .formatted(annotations, node, container))
                        .objects()
                        .getFirst();
        return PodSpec.of((Pod) manifest.object(), manifest.raw());
    }
}
