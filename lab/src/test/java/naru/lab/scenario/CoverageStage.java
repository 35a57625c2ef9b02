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

    static final String NODES = Manifests.TWO_NODES + Manifests.node(3);

    private static final String PEERS =
            Manifests.namespace("scene", "team: home")
                    + Manifests.namespace("other", "team: other");

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

    private Place subject(Construct row, Direction direction) {
        return place("scene/" + row.subject(direction));
    }

    /** Those that a trial's word for a peer stands for. */
    private Stream<Place> peers(String word) {
        if (word.startsWith("node/") || word.startsWith("ext/")) {
            return Stream.of(place(word.substring(word.indexOf('/') + 1)));
        }
        String pod = word.contains("/") ? word : "scene/" + word;
        return Stream.of(place(pod + "-1"), place(pod + "-2"));
    }

    private Place place(String name) {
        return Objects.requireNonNull(places.get(name), () -> "nobody is called " + name);
    }

    /** Tries everything that the rows say, all at the same time. */
    void play(List<Construct> rows, CoverageTable table, Probing probing) throws Exception {
        rows.forEach(row -> cast(row, table));
        table.judge(probing.wrong(table.allowed(), table.denied()));
    }

    private void cast(Construct row, CoverageTable table) {
        for (Direction direction : Direction.values()) {
            Place subject = subject(row, direction);
            for (Trial trial : row.trials()) {
                CoverageCell cell = table.cell(row, direction, trial.transport());
                List<Probe> probes = trial.allowed() ? cell.allowed : cell.denied;
                peers(trial.peer())
                        .map(peer -> probe(trial, direction, subject, peer))
                        .forEach(probes::add);
            }
        }
    }

    private static Probe probe(Trial trial, Direction direction, Place subject, Place peer) {
        boolean comesIn =
                switch (trial.way()) {
                    case WITH_THE_CELL -> direction == Direction.INGRESS;
                    case AGAINST_THE_CELL -> direction == Direction.EGRESS;
                    case TO_THE_SUBJECT -> true;
                };
        return comesIn
                ? new Probe(peer, subject, trial.transport(), trial.port())
                : new Probe(subject, peer, trial.transport(), trial.port());
    }
}
