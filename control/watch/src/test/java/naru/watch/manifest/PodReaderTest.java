package naru.watch.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import naru.model.Ipv4Address;
import naru.model.Pod;
import naru.model.Protocol;
import org.junit.jupiter.api.Test;

class PodReaderTest {

    private static ManifestReading read(String text) {
        return ManifestReader.read("shop.yaml", text);
    }

    private static List<String> messages(ManifestReading reading) {
        return reading.problems().stream().map(ManifestProblem::toString).toList();
    }

    @Test
    void aPodBringsWhatNetworkingNeeds() {
        ManifestReading reading =
                read(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: web
                          namespace: shop
                          uid: 1b9e
                          labels: {app: web, version: "1.10", empty: }
                          annotations:
                            cni.projectcalico.org/ipAddrs: '["10.1.1.5"]'
                        spec:
                          nodeName: n1
                          serviceAccountName: seller
                          initContainers:
                          - {name: setup, ports: [{containerPort: 7}]}
                          - {name: sidecar, restartPolicy: Always, ports: [{containerPort: 9, name: metrics}]}
                          containers:
                          - name: web
                            command: [nc, -l]
                            ports:
                            - {containerPort: 80, name: http}
                            - {containerPort: 53, name: dns, protocol: UDP}
                        status:
                          phase: Running
                          podIP: 10.1.1.5
                          podIPs: [{ip: 10.1.1.5}, {ip: "fd00::5"}]
                        """);

        assertThat(reading.objects())
                .extracting(ManifestObject::object)
                .containsExactly(
                        new Pod(
                                "shop",
                                "web",
                                "1b9e",
                                Map.of("app", "web", "version", "1.10", "empty", ""),
                                "n1",
                                List.of(Ipv4Address.parse("10.1.1.5")),
                                false,
                                List.of(
                                        new Pod.ContainerPort("http", 80, Protocol.TCP),
                                        new Pod.ContainerPort("dns", 53, Protocol.UDP),
                                        new Pod.ContainerPort("metrics", 9, Protocol.TCP)),
                                List.of(Ipv4Address.parse("10.1.1.5")),
                                "seller",
                                false));
        assertThat(messages(reading))
                .containsExactly(
                        "shop.yaml:25: Pod shop/web: status.podIPs[1].ip: \"fd00::5\" is IPv6, which Naru does not"
                                + " support yet (it is left out)");
    }

    @Test
    void containerPortsAreChecked() {
        assertThat(messages(pod("ports: [{name: a}]")))
                .singleElement()
                .asString()
                .contains("containerPort: is missing");
        assertThat(messages(pod("ports: [{containerPort: 65536}]")))
                .singleElement()
                .asString()
                .contains("1..65535");
        assertThat(messages(pod("ports: [{containerPort: 1, protocol: tcp}]")))
                .singleElement()
                .asString()
                .contains("write TCP");
        assertThat(
                        messages(
                                pod(
                                        "ports: [{containerPort: 1, name: a}, {containerPort: 2, name: a}]")))
                .singleElement()
                .asString()
                .contains("ports[1].name: \"a\" is there twice");
        assertThat(messages(pod("ports: [{containerPort: 1, name: A_B}]"))).hasSize(1);
        assertThat(messages(pod("ports: {containerPort: 1}")))
                .singleElement()
                .asString()
                .contains("must be a list");
    }

    private static ManifestReading pod(String container) {
        return read(
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: c, "
                        + container
                        + "}]}}");
    }

    @Test
    void aWishedAddressMustBeOneIpv4AddressInAJsonList() {
        for (String wish :
                List.of(
                        "10.1.1.5",
                        "[]",
                        "[1]",
                        "[\"x\"]",
                        "[\"10.1.1.5\", \"10.1.1.6\"]",
                        "{\"a\": \"b\"}",
                        "")) {
            assertThat(messages(wish(wish)))
                    .as(wish)
                    .singleElement()
                    .asString()
                    .contains("metadata.annotations[cni.projectcalico.org/ipAddrs]: ");
        }
        assertThat(messages(wish("[\"10.1.1.5\", \"fd00::5\"]")))
                .singleElement()
                .asString()
                .contains("not support yet");
        assertThat(messages(wish(" [ \"10.1.1.5\" ] "))).isEmpty();
    }

    private static ManifestReading wish(String wish) {
        return read(
                "{apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {cni.projectcalico.org/ipAddrs: '"
                        + wish
                        + "'}}}");
    }
}
