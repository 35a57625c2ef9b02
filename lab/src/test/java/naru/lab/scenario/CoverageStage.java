package naru.lab.scenario;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The cast of the coverage table: its lab, who may be reached there, and who is whose subject. */
final class CoverageStage {

    static final String CONFIG =
            """
            external:
              - {name: e1, addresses: [192.0.2.10]}
              - {name: e2, addresses: [192.0.2.20]}
            """;

    static final String NODES =
            """
            {apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDR: 10.244.1.0/24},
             status: {addresses: [{type: InternalIP, address: 172.30.0.11}]}}
            ---
            {apiVersion: v1, kind: Node, metadata: {name: n2}, spec: {podCIDR: 10.244.2.0/24},
             status: {addresses: [{type: InternalIP, address: 172.30.0.12}]}}
            ---
            {apiVersion: v1, kind: Node, metadata: {name: n3}, spec: {podCIDR: 10.244.3.0/24},
             status: {addresses: [{type: InternalIP, address: 172.30.0.13}]}}
            """;

    private static final String PEERS =
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: scene, labels: {team: home}}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: other, labels: {team: other}}}
            """;

    private static final String FRIEND = "app: friend, tier: gold, member: \"1\"";
    private static final String STRANGER = "app: stranger, tier: iron, banned: \"1\"";

    private final Map<String, Place> places = new TreeMap<>();

    private CoverageStage() {}

    /** Applies peers, subjects and policies of all rows. */
    static CoverageStage set(ScenarioLab lab, List<Construct> rows) throws Exception {
        StringBuilder manifests = new StringBuilder(PEERS);
        for (int node = 1; node <= 2; node++) {
            manifests.append(pod("scene", "friend-" + node, node, FRIEND, 101));
            manifests.append(pod("scene", "stranger-" + node, node, STRANGER, 102));
            manifests.append(pod("other", "friend-" + node, node, FRIEND, 103));
            manifests.append(pod("other", "stranger-" + node, node, STRANGER, 104));
        }
        int address = 110;
        for (Construct row : rows) {
            for (Direction direction : Direction.values()) {
                String subject = row.subject(direction);
                manifests.append(row.policy(direction));
                manifests.append(pod("scene", subject, 1, "subject: " + subject, address++));
            }
        }
        lab.apply(manifests.toString());
        CoverageStage stage = new CoverageStage();
        lab.pods().forEach(row -> stage.add(ScenarioLab.place(row)));
        lab.hosts().forEach(stage::add);
        return stage;
    }

    private void add(Place place) {
        places.put(place.name(), place);
    }

    private static String pod(String namespace, String name, int node, String labels, int host) {
        return """
               ---
               {apiVersion: v1, kind: Pod,
                metadata: {name: %s, namespace: %s, labels: {%s},
                  annotations: {cni.projectcalico.org/ipAddrs: '["10.244.%d.%d"]'}},
                spec: {nodeName: n%d, containers: [{name: c, ports: [
                  {name: web, containerPort: 8080}, {name: dns, containerPort: 5300, protocol: UDP}]}]}}
               """
                .formatted(name, namespace, labels, node, host, node);
    }

    Place subject(Construct row, Direction direction) {
        return place("scene/" + row.subject(direction));
    }

    /** Those that a trial's word for a peer stands for. */
    Stream<Place> peers(String word) {
        if (word.startsWith("node/") || word.startsWith("ext/")) {
            return Stream.of(place(word.substring(word.indexOf('/') + 1)));
        }
        String pod = word.contains("/") ? word : "scene/" + word;
        return Stream.of(place(pod + "-1"), place(pod + "-2"));
    }

    private Place place(String name) {
        return Objects.requireNonNull(places.get(name), () -> "nobody is called " + name);
    }
}
