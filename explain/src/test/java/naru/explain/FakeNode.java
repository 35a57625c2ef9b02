package naru.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import naru.compile.CompiledRule;
import naru.compile.Compiler;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.Found;
import naru.compile.LocalEndpoint;
import naru.compile.Origin;
import naru.compile.PolicyEntry;
import naru.compile.PolicyKey;
import naru.compile.Tables;
import naru.linux.netfilter.Backend;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netfilter.Ruleset;
import naru.model.Ipv4Address;
import naru.model.NetworkPolicy.Direction;

/** A node whose kernel does what its compiler says, but for what a story breaks. */
final class FakeNode implements KernelFacts, Tables {

    private static final String NO_RULES =
            "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n";

    final Compiler desired;
    final Set<PolicyKey> missing = new HashSet<>();
    final Map<Ipv4Address, Integer> otherIdentities = new HashMap<>();
    final Set<Ipv4Address> missingEndpoints = new HashSet<>();
    final Set<Ipv4Address> closedEndpoints = new HashSet<>();
    final Set<Ipv4Address> unroutable = new HashSet<>();
    final Map<String, Setting> settings = new HashMap<>();
    final Map<Backend, String> rules = new HashMap<>();
    final List<DryRun.Packet> tried = new ArrayList<>();
    Optional<DryRun.Answer> dryRunAnswer = Optional.empty();
    Optional<List<String>> programs = Optional.empty();
    Optional<Earlier> earlier = Optional.empty();
    Optional<DropsSeen> dropsSeen = Optional.empty();
    final Map<String, Setting> now = new HashMap<>();
    HostIdentity loaded = HostIdentity.KERNEL;

    FakeNode(Compiler desired) {
        this.desired = desired;
        setting(Setting.HOST_IDENTITY, "kernel", "default");
        setting(Setting.INSTALL_RULES, "true", "default");
        rules.put(Backend.NFT, NO_RULES);
        rules.put(Backend.LEGACY, "");
    }

    /** In mark mode, with the rules given for the nft backend. */
    FakeNode marking(boolean installRules, String... output) {
        loaded = HostIdentity.MARK;
        setting(Setting.HOST_IDENTITY, "mark", "/etc/naru/agent.yaml:1");
        setting(Setting.INSTALL_RULES, Boolean.toString(installRules), "/etc/naru/agent.yaml:2");
        rules(Backend.NFT, output);
        return this;
    }

    void rules(Backend backend, String... lines) {
        StringBuilder text = new StringBuilder("*filter\n:OUTPUT ACCEPT [10:600]\n");
        Set<String> chains = new HashSet<>();
        for (String line : lines) {
            String chain = line.substring(line.indexOf("-A ") + 3).split(" ")[0];
            if (!chain.equals("OUTPUT") && chains.add(chain)) {
                text.append(":").append(chain).append(" - [0:0]\n");
            }
        }
        rules.put(backend, text + String.join("\n", lines) + "\nCOMMIT\n");
    }

    private void setting(String key, String value, String source) {
        settings.put(key, new Setting(key, value, source));
    }

    @Override
    public Tables tables() {
        return this;
    }

    @Override
    public Optional<HostIdentity> loadedHostIdentity() {
        return Optional.of(loaded);
    }

    @Override
    public Setting setting(String key) {
        return settings.getOrDefault(key, new Setting(key, "", "default"));
    }

    @Override
    public Setting settingNow(String key) {
        return now.getOrDefault(key, setting(key));
    }

    @Override
    public Optional<Earlier> earlierNetfilter() {
        return earlier;
    }

    @Override
    public Optional<DropsSeen> drops(Question question) {
        return dropsSeen;
    }

    @Override
    public NetfilterState netfilter() {
        Map<Backend, Ruleset> rulesets = new HashMap<>();
        rules.forEach((backend, text) -> rulesets.put(backend, Ruleset.parse(backend, text)));
        return new NetfilterState(Backend.NFT, rulesets, List.of(), List.of());
    }

    @Override
    public Optional<PodDevice> podDevice(int slot) {
        return Optional.of(new PodDevice("naru" + slot, 100 + slot));
    }

    @Override
    public Optional<RouteTaken> route(Ipv4Address destination) {
        if (unroutable.contains(destination)) {
            return Optional.of(new RouteTaken(false, "", "unreachable " + destination));
        }
        String device = endpoint(destination).map(e -> "naru" + e.slot()).orElse("eth0");
        return Optional.of(new RouteTaken(true, device, destination + " dev " + device));
    }

    @Override
    public Optional<List<String>> attached(Hook hook, String device) {
        return programs.or(() -> Optional.of(List.of(hook.program())));
    }

    @Override
    public Optional<DryRun.Answer> dryRun(DryRun.Packet packet) {
        tried.add(packet);
        return dryRunAnswer;
    }

    @Override
    public Optional<Long> packets(int slot, PolicyKey key) {
        return Optional.of(7L);
    }

    @Override
    public Optional<PolicyEntry> entry(PolicyKey key) {
        return missing.contains(key) ? Optional.empty() : desired.entry(key);
    }

    @Override
    public Optional<Found<IpcacheEntry>> ipcache(Ipv4Address address) {
        Integer other = otherIdentities.get(address);
        return other == null
                ? desired.ipcache(address)
                : Optional.of(new Found<>(address.toPrefix(), new IpcacheEntry(other, "")));
    }

    @Override
    public Optional<Found<Integer>> block(Ipv4Address address) {
        return desired.block(address);
    }

    @Override
    public Optional<LocalEndpoint> endpoint(Ipv4Address address) {
        return desired.endpoint(address)
                .filter(e -> !missingEndpoints.contains(address))
                .map(
                        e ->
                                closedEndpoints.contains(address)
                                        ? new LocalEndpoint(
                                                e.slot(), e.pod(), address, e.identity(), 0)
                                        : e);
    }

    @Override
    public List<Origin> origins(int rule) {
        return desired.origins(rule);
    }

    @Override
    public List<CompiledRule> rules(int policySet, Direction direction) {
        return desired.rules(policySet, direction);
    }
}
