package naru.watch.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is in a manifest, reading it gives objects and problems, and never throws. */
class ManifestMutationTest {

    private static final int TEXT_ROUNDS = 600;
    private static final int TREE_ROUNDS = 600;
    private static final String PIECES =
            "{}[]:,-&*!|>'\"#%@`?~<\n\t \\\u0000\u00e9\uD83D\uFEFFa0._/";
    private static final String[] WORDS = {
        "---\n",
        "&a ",
        "*a",
        "<<: ",
        "!!int ",
        "!!binary ",
        "!x ",
        "\n  ",
        "- ",
        "null",
        "1e999",
        ".nan",
        "0x",
        "65536",
        "\"\\u0000\"",
        "? ",
        "%YAML 9.9\n",
        "...\n",
        "2026-01-01",
        "::",
        "fd00::/8",
        "10.0.0.0/40",
        "List",
        "9".repeat(400)
    };
    private static final String MANIFEST =
            """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: Pod
              metadata:
                name: web
                namespace: shop
                labels: {app: web, tier: "1"}
                annotations: {cni.projectcalico.org/ipAddrs: '["10.1.1.5"]'}
              spec:
                nodeName: n1
                hostNetwork: false
                serviceAccountName: web
                initContainers: [{name: i, restartPolicy: Always, ports: [{containerPort: 9}]}]
                containers: [{name: c, ports: [{name: http, containerPort: 80, protocol: TCP}]}]
              status: {phase: Running, podIP: 10.1.1.5, podIPs: [{ip: 10.1.1.5}]}
            - apiVersion: v1
              kind: Node
              metadata: {name: n1}
              spec: {podCIDR: 10.1.1.0/24, podCIDRs: [10.1.1.0/24]}
              status: {addresses: [{type: InternalIP, address: 172.18.0.11}]}
            - {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: blue}}}
            - apiVersion: networking.k8s.io/v1
              kind: NetworkPolicy
              metadata: {name: p, namespace: shop}
              spec:
                podSelector: {matchLabels: {app: web}}
                policyTypes: [Ingress, Egress]
                ingress:
                - from:
                  - podSelector: {matchExpressions: [{key: a, operator: In, values: [b]}]}
                    namespaceSelector: {}
                  - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
                  ports: [{port: 80, endPort: 90, protocol: UDP}, {port: http}]
                egress: [{to: [{podSelector: {}}]}]
            """;

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void theUnchangedManifestIsFine() {
        ManifestReading reading = ManifestReader.read("m.yaml", MANIFEST);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.objects()).hasSize(4);
    }

    @Test
    void anyTextGivesObjectsAndProblems() {
        String json = JSON.valueToTree(tree()).toPrettyString();
        for (long seed = 1; seed <= TEXT_ROUNDS; seed++) {
            Random random = new Random(seed);
            boolean yaml = seed % 2 == 0;
            var text = new StringBuilder(yaml ? MANIFEST : json);
            for (int edit = random.nextInt(4); edit >= 0; edit--) {
                edit(text, random);
            }
            String file = yaml ? "m.yaml" : seed % 3 == 0 ? "-" : "m.json";
            check(seed, file, text.toString());
        }
    }

    @Test
    void anyTreeGivesObjectsAndProblems() {
        for (long seed = 1; seed <= TREE_ROUNDS; seed++) {
            Random random = new Random(seed);
            ObjectNode tree = tree();
            for (int edit = random.nextInt(3); edit >= 0; edit--) {
                edit(tree, random);
            }
            check(seed, "m.json", tree.toString());
        }
    }

    private static ObjectNode tree() {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        ManifestReader.read("m.yaml", MANIFEST).objects().forEach(it -> items.add(it.raw()));
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("apiVersion", "v1").put("kind", "List").set("items", items);
        return list.deepCopy();
    }

    private static void check(long seed, String file, String text) {
        try {
            ManifestReading reading = ManifestReader.read(file, text);
            for (ManifestProblem problem : reading.problems()) {
                assertThat(problem.toString()).startsWith(file);
                assertThat(problem.message()).isNotEmpty();
                assertThat(problem.line()).isBetween(0, (int) text.lines().count() + 1);
            }
            assertThat(reading.complete() || reading.hasErrors()).isTrue();
            for (ManifestObject object : reading.objects()) {
                ManifestReading again = ManifestReader.read("again.json", object.raw().toString());
                assertThat(again.objects())
                        .extracting(ManifestObject::object)
                        .containsExactly(object.object());
            }
            ManifestReader.readKeys(file, text);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + " in " + file + ":\n" + text, e);
        }
    }

    private static void edit(StringBuilder text, Random random) {
        if (text.isEmpty()) {
            return;
        }
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(12));
        switch (random.nextInt(6)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, text.substring(at, end));
            case 2 -> text.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
            case 3 -> text.insert(at, WORDS[random.nextInt(WORDS.length)]);
            case 4 -> text.replace(at, end, WORDS[random.nextInt(WORDS.length)]);
            default -> text.setLength(at);
        }
    }

    private static void edit(ObjectNode tree, Random random) {
        List<ContainerNode<?>> all = new ArrayList<>();
        collect(tree, all);
        ContainerNode<?> target = all.get(random.nextInt(all.size()));
        if (target instanceof ArrayNode list && !list.isEmpty()) {
            list.set(random.nextInt(list.size()), value(random));
        } else if (target instanceof ObjectNode mapping && !mapping.isEmpty()) {
            List<String> names = new ArrayList<>();
            mapping.fieldNames().forEachRemaining(names::add);
            mapping.set(names.get(random.nextInt(names.size())), value(random));
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> all) {
        if (node instanceof ContainerNode<?> container) {
            all.add(container);
            node.forEach(child -> collect(child, all));
        }
    }

    private static JsonNode value(Random random) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(12)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 -> json.numberNode(random.nextInt());
            case 3 -> json.numberNode(random.nextGaussian());
            case 4 -> json.numberNode(Long.MAX_VALUE);
            case 5 -> json.textNode("");
            case 6 -> json.textNode("x".repeat(300));
            case 7 -> json.textNode(WORDS[random.nextInt(WORDS.length)]);
            case 8 -> json.objectNode();
            case 9 -> json.objectNode().set("a", json.nullNode());
            case 10 -> json.arrayNode();
            default -> json.arrayNode().add(json.arrayNode().addNull());
        };
    }
}
