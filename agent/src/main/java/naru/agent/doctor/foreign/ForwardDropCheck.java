package naru.agent.doctor.foreign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.apply.forward.ForwardRules;
import naru.linux.netfilter.NativeChain;
import naru.linux.netfilter.NetfilterPacket;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netfilter.NetfilterWalk;
import naru.linux.netfilter.Visit;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * Whether a firewall drops what passes this node's stack between pods and others: Docker's policy
 * of FORWARD, firewalld's last rule, somebody's own. A packet of each direction is led through the
 * rules as they are.
 */
public final class ForwardDropCheck implements Check {

    private static final int TCP = 6;
    private static final int PORT = 443;
    private static final int OUTSIDE = Ipv4Address.parse("203.0.113.1").bits();

    /** A rule without conditions; what counts or logs is none. */
    private static final Pattern DROPS_ALL =
            Pattern.compile("(counter (packets \\d+ bytes \\d+ )?|log [^;]*)*(drop|reject)\\b.*");

    private final Surroundings surroundings;

    public ForwardDropCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "forward-drop";
    }

    /** A pod of this node, or one as there may be. */
    private record Sample(int address, String device) {}

    @Override
    public List<Finding> look() throws Exception {
        Optional<Sample> pod = sample();
        if (pod.isEmpty()) {
            return List.of();
        }
        NetfilterState state = surroundings.netfilter();
        Map<String, Finding> found = new LinkedHashMap<>();
        for (NetfilterPacket packet : packets(pod.get())) {
            NetfilterWalk.walk(state, packet)
                    .dropped()
                    .ifPresent(visit -> found.putIfAbsent(visit.describe(), finding(visit)));
        }
        List<Finding> all = new ArrayList<>(found.values());
        state.nativeChains().stream().filter(this::dropsPods).map(this::finding).forEach(all::add);
        return all;
    }

    private Optional<Sample> sample() throws Exception {
        Optional<EndpointRecord> endpoint =
                surroundings.ask(
                        engine ->
                                engine.endpoints().all().stream()
                                        .findFirst()
                                        .map(Endpoint::record));
        return endpoint.map(record -> new Sample(record.ipv4().bits(), record.device()))
                .or(
                        () ->
                                surroundings.ownRanges().stream()
                                        .findFirst()
                                        .map(range -> new Sample(range.bits() + 1, "naru0")));
    }

    private List<NetfilterPacket> packets(Sample pod) {
        List<NetfilterPacket> packets = new ArrayList<>();
        surroundings
                .uplinks()
                .forEach(
                        uplink -> {
                            packets.add(
                                    through(OUTSIDE, pod.address(), uplink.name(), pod.device()));
                            packets.add(
                                    through(pod.address(), OUTSIDE, pod.device(), uplink.name()));
                        });
        return packets;
    }

    private static NetfilterPacket through(int source, int destination, String in, String out) {
        return new NetfilterPacket(
                NetfilterPacket.Way.THROUGH,
                source,
                destination,
                TCP,
                PORT,
                in,
                out,
                NetfilterPacket.Connection.NEW);
    }

    /** Judged by its words: it drops all that it lets not through, and lets no pods through. */
    private boolean dropsPods(NativeChain chain) {
        boolean dropsRest =
                chain.policy().equals("drop")
                        || chain.rules().stream().anyMatch(r -> DROPS_ALL.matcher(r).matches());
        return chain.hook().equals("forward")
                && (chain.family().equals("ip") || chain.family().equals("inet"))
                && dropsRest
                && chain.rules().stream().noneMatch(this::letsPodsThrough);
    }

    private boolean letsPodsThrough(String rule) {
        return rule.matches(".*\\b(accept|jump|goto)\\b.*")
                && (rule.matches("(counter (packets \\d+ bytes \\d+ )?)?accept.*")
                        || rule.contains("naru")
                        || surroundings.ownRanges().stream().anyMatch(range -> names(rule, range)));
    }

    private static boolean names(String rule, Ipv4Prefix range) {
        for (String word : rule.split("[ ,{}]+")) {
            if (word.matches("[0-9.]+/[0-9]+") && Ipv4Prefix.parse(word).contains(range)) {
                return true;
            }
        }
        return false;
    }

    private Finding finding(Visit visit) {
        boolean policy = visit.rule().index() == 0;
        String command = "iptables-" + visit.backend().word();
        return new Finding(
                name(),
                "a firewall drops what passes between pods and others than pods",
                visit.describe(),
                visit.rule().countedText(),
                policy
                        ? "Docker sets this policy, and some firewalls do"
                        : "somebody's rule, or a firewall's; Naru leaves it in force",
                policy
                        ? "set install-iptables-rules: true, and Naru lets its pods' packets"
                                + " through; or `"
                                + command
                                + " -P FORWARD ACCEPT`"
                        : "`%1$s -I FORWARD -i %2$s -j ACCEPT` and `%1$s -I FORWARD -o %2$s -j ACCEPT`, where that firewall keeps its rules"
                                .formatted(command, ForwardRules.PODS));
    }

    private Finding finding(NativeChain chain) {
        String last = chain.rules().isEmpty() ? "" : "; its last rule: " + chain.rules().getLast();
        String ranges = surroundings.ownRanges().toString().replaceAll("[\\[\\]]", "");
        return new Finding(
                name(),
                "a firewall drops what passes between pods and others than pods",
                chain.describe(),
                "policy " + chain.policy() + last,
                chain.table().equals("firewalld")
                        ? "firewalld rejects what no zone lets through"
                        : "somebody's table of nftables; no rule of others can let through what it"
                                + " drops",
                chain.table().equals("firewalld")
                        ? "`firewall-cmd --permanent --zone=trusted --add-source=%s` (all nodes' pod ranges), then `firewall-cmd --reload`"
                                .formatted(ranges)
                        : "`nft insert rule %s %s %s iifname \"naru*\" accept`, and with oifname; then keep it where that table is written"
                                .formatted(chain.family(), chain.table(), chain.name()));
    }
}
