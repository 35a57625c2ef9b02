package naru.agent.ops;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.loop.Engine;
import naru.apply.map.PolicyForms;
import naru.compile.Compiler;
import naru.compile.LocalEndpoint;
import naru.compile.Origin;
import naru.compile.PolicyEntry;
import naru.compile.PolicyKey;
import naru.compile.ReservedIdentity;
import naru.datapath.PolicyCounters;
import naru.datapath.PolicyStatsKey;
import naru.datapath.Traffic;
import naru.model.NetworkPolicy.Direction;
import naru.model.ObjectKey;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.IdentityRow;
import naru.wire.AgentReplies.IpcacheRow;
import naru.wire.AgentReplies.PolicyRow;
import naru.wire.Operation.Refusal;

/** The agent's tables as rows for people. Only for the event loop. */
final class Listings {

    private final Engine engine;

    Listings(Engine engine) {
        this.engine = engine;
    }

    List<EndpointRow> endpoints() {
        return engine.endpoints().all().stream()
                .filter(e -> e.attachment().isPresent())
                .map(this::endpoint)
                .toList();
    }

    private EndpointRow endpoint(Endpoint endpoint) {
        EndpointRecord record = endpoint.record();
        Compiler compiler = engine.compiler();
        int identity =
                compiler.endpoint(record.slot())
                        .map(LocalEndpoint::identity)
                        .orElse(ReservedIdentity.INIT.number());
        int policySet = compiler.endpoint(record.slot()).map(LocalEndpoint::policySet).orElse(0);
        return new EndpointRow(
                record.slot(),
                record.namespace(),
                record.pod(),
                record.containerId(),
                record.address(),
                record.device(),
                endpoint.attachment().map(Attachment::ifindex).orElse(0),
                Integer.toUnsignedLong(identity),
                LabelText.of(identity, compiler),
                Integer.toUnsignedLong(policySet),
                names(compiler.isolatedBy(record.slot(), Direction.INGRESS)),
                names(compiler.isolatedBy(record.slot(), Direction.EGRESS)),
                EndpointState.of(record.slot(), engine).text());
    }

    static List<String> names(List<ObjectKey> policies) {
        return policies.stream().map(key -> key.namespace() + "/" + key.name()).toList();
    }

    /** Those of pods, and the reserved ones. */
    List<IdentityRow> identities() {
        Map<Long, IdentityRow> rows = new TreeMap<>();
        for (ReservedIdentity reserved : ReservedIdentity.values()) {
            if (reserved != ReservedIdentity.UNKNOWN && reserved != ReservedIdentity.ALL_PODS) {
                List<String> labels = List.of("reserved:" + reserved.label());
                rows.put((long) reserved.number(), new IdentityRow(reserved.number(), labels, 0));
            }
        }
        Map<Integer, Integer> pods = podsByIdentity();
        engine.compiler()
                .identities()
                .forEach(
                        identity -> {
                            long number = Integer.toUnsignedLong(identity.number());
                            rows.put(
                                    number,
                                    new IdentityRow(
                                            number,
                                            LabelText.of(identity.labels()),
                                            pods.getOrDefault(identity.number(), 0)));
                        });
        return List.copyOf(rows.values());
    }

    private Map<Integer, Integer> podsByIdentity() {
        Map<Integer, Integer> pods = new TreeMap<>();
        engine.compiler()
                .ipcache()
                .values()
                .forEach(entry -> pods.merge(entry.identity(), 1, Integer::sum));
        return pods;
    }

    List<IpcacheRow> ipcache() {
        return engine.compiler().ipcache().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(
                        row ->
                                new IpcacheRow(
                                        row.getKey().toString(),
                                        Integer.toUnsignedLong(row.getValue().identity()),
                                        LabelText.of(row.getValue().identity(), engine.compiler()),
                                        "",
                                        row.getValue().owner()))
                .toList();
    }

    /**
     * The entries of an endpoint's policy set, with what they decided for this endpoint.
     *
     * @param counters taken before, because that may take long
     */
    List<PolicyRow> policy(String endpoint, PolicyCounters counters) throws Refusal {
        Endpoint found = EndpointQuery.find(engine, endpoint);
        int slot = found.record().slot();
        Optional<LocalEndpoint> local = engine.compiler().endpoint(slot);
        int set =
                local.map(LocalEndpoint::policySet)
                        .filter(s -> !engine.closedSets().contains(s))
                        .orElse(0);
        return engine.compiler().policyEntries(set).entrySet().stream()
                .sorted(ORDER)
                .map(row -> policy(row.getKey(), row.getValue(), traffic(counters, slot, row)))
                .toList();
    }

    private static final Comparator<Map.Entry<PolicyKey, PolicyEntry>> ORDER =
            Comparator.comparing(
                            (Map.Entry<PolicyKey, PolicyEntry> row) -> row.getKey().direction())
                    .thenComparing(row -> Integer.toUnsignedLong(row.getKey().identity()))
                    .thenComparing(row -> row.getKey().blockSet())
                    .thenComparing(row -> row.getKey().protocol())
                    .thenComparing(row -> row.getKey().port());

    private static Traffic traffic(
            PolicyCounters counters, int slot, Map.Entry<PolicyKey, PolicyEntry> row) {
        return counters.traffic(PolicyStatsKey.of(slot, PolicyForms.mapKey(row.getKey())));
    }

    private PolicyRow policy(PolicyKey key, PolicyEntry entry, Traffic traffic) {
        Compiler compiler = engine.compiler();
        return new PolicyRow(
                switch (entry.verdict()) {
                    case ALLOW -> "Allow";
                    case DENY -> "Deny";
                    case PASS -> "Pass";
                },
                switch (key.direction()) {
                    case INGRESS -> "Ingress";
                    case EGRESS -> "Egress";
                },
                Integer.toUnsignedLong(key.identity()),
                LabelText.of(key.identity(), compiler),
                compiler.blockSet(key.blockSet()).stream().map(Object::toString).sorted().toList(),
                ProtocolText.portProto(key),
                "NONE",
                traffic.bytes(),
                traffic.packets(),
                compiler.origins(entry.rule()).stream().map(Origin::toString).toList());
    }
}
