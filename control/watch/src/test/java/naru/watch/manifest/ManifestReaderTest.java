package naru.watch.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import naru.model.ClusterObject;
import naru.model.Namespace;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.ObjectKey.Kind;
import naru.model.Pod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {

    private static ManifestReading read(String text) {
        return ManifestReader.read("shop.yaml", text);
    }

    private static List<String> messages(ManifestReading reading) {
        return reading.problems().stream().map(ManifestProblem::toString).toList();
    }

    @Test
    void aFileMayHoldManyDocumentsAndEachKnowsItsPlace() {
        ManifestReading reading =
                read(
                        """
                        # the shop
                        apiVersion: v1
                        kind: Namespace
                        metadata:
                          name: shop
                          labels: {team: blue}
                        ---
                        ---
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: web, namespace: shop}
                        spec: {containers: []}
                        """);

        assertThat(messages(reading)).isEmpty();
        assertThat(reading.objects())
                .extracting(ManifestObject::place)
                .containsExactly(new Place("shop.yaml", 0, 2), new Place("shop.yaml", 2, 9));
        assertThat(reading.objects().getFirst().object())
                .isEqualTo(
                        new Namespace(
                                "shop",
                                Map.of("team", "blue", "kubernetes.io/metadata.name", "shop")));
    }

    @Test
    void listsAreTakenApartAndTheirElementsInheritTheKind() {
        ManifestReading reading =
                read(
                        """
                        {"apiVersion": "v1", "kind": "List", "items": [
                          {"apiVersion": "v1", "kind": "PodList", "items": [
                            {"metadata": {"name": "a"}},
                            {"metadata": {"name": "b", "namespace": "shop"}}]},
                          {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}]}
                        """);

        assertThat(messages(reading)).isEmpty();
        assertThat(reading.objects())
                .extracting(it -> it.object().key())
                .containsExactly(
                        new ObjectKey(Kind.POD, "default", "a"),
                        new ObjectKey(Kind.POD, "shop", "b"),
                        new ObjectKey(Kind.NAMESPACE, "", "shop"));
        assertThat(reading.objects()).extracting(it -> it.place().line()).containsExactly(3, 4, 5);
        assertThat(reading.objects().getFirst().raw().toString())
                .isEqualTo(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\",\"namespace\":\"default\"}}");
    }

    @Test
    void aNodesInternalAddressLeads() {
        ManifestReading reading =
                read(
                        """
                        apiVersion: v1
                        kind: Node
                        metadata: {name: n1, labels: {zone: one}}
                        spec:
                          podCIDR: 10.244.1.0/24
                          podCIDRs: [10.244.1.0/24, "fd00:10:244:1::/64"]
                        status:
                          addresses:
                          - {type: Hostname, address: n1}
                          - {type: ExternalIP, address: 192.0.2.1}
                          - {type: InternalIP, address: 172.18.0.11}
                        """);

        Node node = (Node) reading.objects().getFirst().object();
        assertThat(node.addresses()).hasToString("[172.18.0.11, 192.0.2.1]");
        assertThat(node.podCidrs()).hasToString("[10.244.1.0/24]");
        assertThat(messages(reading))
                .singleElement()
                .asString()
                .contains("podCIDRs[1]")
                .contains("IPv6");
    }

    @Test
    void kindsThatAreNotOursAreSaidOnceAndIgnored() {
        ManifestReading reading =
                read(
                        """
                        {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}
                        ---
                        {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}}
                        ---
                        {apiVersion: extensions/v1beta1, kind: NetworkPolicy, metadata: {name: c}}
                        """);

        assertThat(reading.objects()).isEmpty();
        assertThat(reading.hasErrors()).isFalse();
        assertThat(reading.complete()).isTrue();
        assertThat(messages(reading))
                .containsExactly(
                        "shop.yaml:1: apps/v1 Deployment: is of no use here and is ignored",
                        "shop.yaml:5: extensions/v1beta1 NetworkPolicy: is of no use here and is ignored"
                                + " (write apiVersion: networking.k8s.io/v1)");
    }

    @Test
    void theKindsOfAListThatHoldsNothingAreNoMatter() {
        assertThat(messages(read("{apiVersion: v1, kind: List, items: }"))).isEmpty();
        assertThat(messages(read("{apiVersion: v1, kind: PodList, items: []}"))).isEmpty();
    }

    @Test
    void brokenYamlNamesTheLineAndKeepsWhatStoodBefore() {
        ManifestReading reading =
                read(
                        """
                        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                        ---
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: web
                        spec: {}
                        """);

        assertThat(reading.objects()).hasSize(1);
        assertThat(reading.complete()).isFalse();
        assertThat(reading.problems())
                .singleElement()
                .satisfies(it -> assertThat(it.line()).isBetween(5, 7))
                .satisfies(it -> assertThat(it.isError()).isTrue())
                .asString()
                .contains("shop.yaml:")
                .contains("is not YAML");
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() {
        assertThat(messages(read("kind: Pod\nmetadata:\n  name: a\n  name: b\n")))
                .containsExactly("shop.yaml:4: is not YAML: key \"name\" is there twice");
        assertThat(messages(ManifestReader.read("a.json", "{\"kind\": 1,\n\"kind\": 2}")))
                .singleElement()
                .asString()
                .startsWith("a.json:2: is not JSON: Duplicate field 'kind'");
    }

    @Test
    void anchorsAliasesAndMergeKeysAreResolved() {
        ManifestReading reading =
                read(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: web
                          annotations: &base {a: "1", b: "2"}
                          labels:
                            <<: *base
                            b: "3"
                        """);

        assertThat(reading.objects())
                .extracting(ManifestObject::object)
                .extracting(it -> ((Pod) it).labels())
                .containsExactly(Map.of("a", "1", "b", "3"));
    }

    @Test
    void aliasesThatMultiplyAreRefused() {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            text.append("a" + i + ": &a" + i + " [" + (before + ", ").repeat(9) + before + "]\n");
        }

        assertThat(messages(read(text.toString()))).singleElement().asString().contains("aliases");
        assertThat(messages(read("a: &a [*a]"))).singleElement().asString().contains("alias");
    }

    @Test
    void numbersAndBooleansAreNoLabelValues() {
        for (String value :
                List.of("1.10", "true", "yes", "Off", "80", "0x1F", "12345e6", "08", ".5")) {
            ManifestReading reading =
                    read(
                            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n    v: "
                                    + value
                                    + "\n");

            assertThat(reading.objects()).as(value).isEmpty();
            assertThat(reading.refused()).containsExactly(new ObjectKey(Kind.POD, "default", "a"));
            assertThat(messages(reading))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "shop.yaml:6: Pod default/a: metadata.labels.v: must be a string, but is the ")
                    .endsWith("(put the value in quotes)");
        }
        for (String value :
                List.of(
                        "1.2.3",
                        "2026-01-01",
                        "yess",
                        "nan",
                        "y",
                        "N",
                        "1-2",
                        "e6",
                        "'80'",
                        "!!str 80")) {
            assertThat(
                            messages(
                                    read(
                                            "{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {v: "
                                                    + value
                                                    + "}}}")))
                    .as(value)
                    .isEmpty();
        }
    }

    @Test
    void namesAreHeldToTheRulesOfTheApiServer() {
        assertThat(messages(read("{apiVersion: v1, kind: Pod, metadata: {name: Web}}")))
                .singleElement()
                .asString()
                .startsWith("shop.yaml:1: Pod default/Web: metadata.name: \"Web\" must be of a-z");
        assertThat(messages(read("{apiVersion: v1, kind: Pod, metadata: {}}")))
                .containsExactly("shop.yaml:1: Pod default/: metadata.name: is missing");
        assertThat(messages(read("{apiVersion: v1, kind: Pod}")))
                .containsExactly("shop.yaml:1: Pod default/: metadata.name: is missing");
        assertThat(messages(read("{apiVersion: v1, kind: Namespace, metadata: {name: a.b}}")))
                .hasSize(1);
        assertThat(messages(read("{apiVersion: v1, kind: Pod, metadata: {name: a.b}}"))).isEmpty();
        assertThat(
                        messages(
                                read(
                                        "{apiVersion: v1, kind: Pod, metadata: {name: "
                                                + "a".repeat(254)
                                                + "}}")))
                .hasSize(1);
        assertThat(messages(read("{apiVersion: v1, kind: Pod, metadata: {generateName: a-}}")))
                .singleElement()
                .asString()
                .contains("write a name");
        assertThat(
                        messages(
                                read(
                                        "{apiVersion: v1, kind: Node, metadata: {name: n1, namespace: ignored}}")))
                .isEmpty();
    }

    @Test
    void anUnknownFieldIsWarnedOfWithTheClosestKnownOne() {
        ManifestReading reading =
                read(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: a, lables: {}}
                        spec:
                          nodename: n1
                          containers:
                          - {name: c, portz: []}
                        """);

        assertThat(reading.objects()).hasSize(1);
        assertThat(reading.hasErrors()).isFalse();
        assertThat(messages(reading))
                .containsExactly(
                        "shop.yaml:3: Pod default/a: metadata.lables: unknown field: it has no effect (did you mean"
                                + " \"labels\"?)",
                        "shop.yaml:5: Pod default/a: spec.nodename: unknown field: it has no effect (did you mean"
                                + " \"nodeName\"?)",
                        "shop.yaml:7: Pod default/a: spec.containers[0].portz: unknown field: it has no effect (did"
                                + " you mean \"ports\"?)");
    }

    @Test
    void keysCanBeReadOfObjectsThatAreWrongOtherwise() {
        ManifestKeys keys =
                ManifestReader.readKeys(
                        "-",
                        """
                        {apiVersion: v1, kind: Pod, metadata: {name: a, labels: {v: 1}}, spec: 5}
                        ---
                        {apiVersion: v1, kind: Pod, metadata: {name: 7}}
                        """);

        assertThat(keys.keys()).containsExactly(new ObjectKey(Kind.POD, "default", "a"));
        assertThat(keys.problems())
                .singleElement()
                .asString()
                .startsWith("-:3: Pod default/7: metadata.name: must be");
    }

    @Test
    void whatIsNoManifestAtAllIsAProblem() {
        for (String text :
                List.of(
                        "hello",
                        "[1, 2]",
                        "5",
                        "kind: Pod",
                        "apiVersion: v1",
                        "{apiVersion: 1, kind: Pod}")) {
            ManifestReading reading = read(text);
            assertThat(reading.hasErrors()).as(text).isTrue();
            assertThat(reading.complete()).as(text).isFalse();
        }
        assertThat(messages(read(""))).isEmpty();
        assertThat(messages(read("# nothing\n---\n"))).isEmpty();
    }

    @Test
    void aJsonFileIsNothingElse() {
        assertThat(messages(ManifestReader.read("a.json", "kind: Pod")))
                .singleElement()
                .asString()
                .contains("is not JSON");
        ManifestReading flow =
                ManifestReader.read("-", "{apiVersion: v1, kind: Namespace, metadata: {name: a}}");
        assertThat(flow.objects())
                .extracting(ManifestObject::object)
                .extracting(ClusterObject::key)
                .hasSize(1);
    }

    @Test
    void aLongListIsReadInTimeProportionalToItsLength() {
        var text =
                new StringBuilder("{\"apiVersion\": \"v1\", \"kind\": \"PodList\", \"items\": [\n");
        int size = 5_000;
        for (int i = 0; i < size; i++) {
            text.append("{\"metadata\": {\"name\": \"p" + i + "\", \"oops\": 1}},\n");
        }
        text.append("{\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\"}]}");
        long begin = System.nanoTime();

        ManifestReading reading = ManifestReader.read("-", text.toString());

        assertThat(reading.objects()).hasSize(size);
        assertThat(reading.problems()).hasSize(size + 1);
        assertThat(reading.problems().get(size - 1).line()).isEqualTo(size + 1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aPipeIsNotWaitedFor(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        assertThat(ManifestReader.read(pipe).problems())
                .singleElement()
                .asString()
                .contains("pipe.json", "is not a regular file");
    }
}
