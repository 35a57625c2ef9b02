package naru.agent.explain;

import java.util.List;
import java.util.Optional;
import naru.compile.CompiledRule;
import naru.compile.Compiler;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.Found;
import naru.compile.LocalEndpoint;
import naru.compile.Origin;
import naru.compile.PolicyEntry;
import naru.compile.PolicyKey;
import naru.compile.Tables;
import naru.datapath.DatapathMaps;
import naru.datapath.EndpointRecord;
import naru.datapath.PolicyMap;
import naru.datapath.PolicyMapEntry;
import naru.datapath.PolicyMapKey;
import naru.datapath.abi.PolicyDirection;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.NetworkPolicy.Direction;

/**
 * The kernel's maps as the evaluator reads tables. What numbers stand for is the compiler's to say.
 */
final class KernelTables implements Tables {

    private final DatapathMaps maps;
    private final Compiler compiler;

    KernelTables(DatapathMaps maps, Compiler compiler) {
        this.maps = maps;
        this.compiler = compiler;
    }

    /** The map answers with the longest prefix; only one of exactly this length is this entry. */
    @Override
    public Optional<PolicyEntry> entry(PolicyKey key) {
        return maps.policy()
                .longest(mapKey(key))
                .filter(
                        found ->
                                found.anyProtocol() == (key.protocol() == 0)
                                        && found.portPrefix() == key.portPrefix())
                .map(PolicyMap.Matched::entry)
                .map(KernelTables::entry);
    }

    static PolicyMapKey mapKey(PolicyKey key) {
        PolicyDirection direction =
                switch (key.direction()) {
                    case INGRESS -> PolicyDirection.INGRESS;
                    case EGRESS -> PolicyDirection.EGRESS;
                };
        return new PolicyMapKey(
                key.policySet(),
                direction,
                key.identity(),
                key.blockSet(),
                key.protocol(),
                key.port(),
                key.portPrefix());
    }

    private static PolicyEntry entry(PolicyMapEntry entry) {
        PolicyEntry.Verdict verdict =
                switch (entry.verdict()) {
                    case DENY -> PolicyEntry.Verdict.DENY;
                    case ALLOW -> PolicyEntry.Verdict.ALLOW;
                    case PASS -> PolicyEntry.Verdict.PASS;
                };
        return new PolicyEntry(verdict, entry.precedence(), entry.rule());
    }

    @Override
    public Optional<Found<IpcacheEntry>> ipcache(Ipv4Address address) {
        String owner = compiler.ipcache(address).map(found -> found.value().owner()).orElse("");
        return maps.ipcache()
                .lookup(address)
                .map(
                        record ->
                                new Found<>(
                                        prefix(address),
                                        new IpcacheEntry(record.identity(), owner)));
    }

    /** The map does not say which prefix matched; the compiler's is as good a guess as any. */
    private Ipv4Prefix prefix(Ipv4Address address) {
        return compiler.ipcache(address).map(Found::prefix).orElse(address.toPrefix());
    }

    @Override
    public Optional<Found<Integer>> block(Ipv4Address address) {
        return maps.blocks().lookup(address).map(set -> new Found<>(address.toPrefix(), set));
    }

    @Override
    public Optional<LocalEndpoint> endpoint(Ipv4Address address) {
        return maps.endpoints().lookup(address).map(record -> endpoint(address, record));
    }

    private LocalEndpoint endpoint(Ipv4Address address, EndpointRecord record) {
        return new LocalEndpoint(
                record.slot(),
                compiler.endpoint(record.slot()).flatMap(LocalEndpoint::pod),
                address,
                record.identity(),
                record.policySet());
    }

    @Override
    public List<Origin> origins(int rule) {
        return compiler.origins(rule);
    }

    @Override
    public List<CompiledRule> rules(int policySet, Direction direction) {
        return compiler.rules(policySet, direction);
    }
}
