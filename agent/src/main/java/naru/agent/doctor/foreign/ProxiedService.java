package naru.agent.doctor.foreign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.linux.netfilter.Chain;
import naru.linux.netfilter.Rule;
import naru.linux.netfilter.Ruleset;
import naru.linux.netfilter.Table;
import naru.model.Ipv4Address;

/**
 * A service's address as kube-proxy's iptables rules translate it.
 *
 * @param title as the rule's comment calls it
 * @param protocol IANA number
 */
record ProxiedService(
        Ipv4Address address, int protocol, int port, String title, List<Backend> backends) {

    private static final String SERVICES = "KUBE-SERVICES";

    /** Those after these are not looked at: the rest shows the same. */
    private static final int MOST = 200;

    /** KUBE-SVC, KUBE-SEP, and a level to spare. */
    private static final int DEEPEST = 4;

    private static final Map<String, Integer> PROTOCOLS = Map.of("tcp", 6, "udp", 17, "sctp", 132);

    /** Where a connection to it comes to. */
    record Backend(Ipv4Address address, int port) {

        @Override
        public String toString() {
            return address + ":" + port;
        }
    }

    static List<ProxiedService> of(Ruleset rules) {
        Optional<Table> nat = rules.table("nat");
        List<ProxiedService> services = new ArrayList<>();
        for (Rule rule : nat.flatMap(t -> t.chain(SERVICES)).map(Chain::rules).orElse(List.of())) {
            if (services.size() < MOST) {
                read(nat.orElseThrow(), rule).ifPresent(services::add);
            }
        }
        return services;
    }

    private static Optional<ProxiedService> read(Table nat, Rule rule) {
        Map<String, String> asked = new LinkedHashMap<>();
        rule.matches().stream()
                .filter(match -> !match.negated() && match.values().size() == 1)
                .forEach(match -> asked.put(match.option(), match.values().getFirst()));
        String address = asked.getOrDefault("-d", "");
        String port = asked.getOrDefault("--dport", "");
        Integer protocol = PROTOCOLS.get(asked.getOrDefault("-p", ""));
        if (!address.endsWith("/32") || !port.matches("\\d{1,5}") || protocol == null) {
            return Optional.empty();
        }
        List<Backend> backends = new ArrayList<>();
        rule.target().ifPresent(target -> collect(nat, target, 0, backends));
        return backends.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ProxiedService(
                                Ipv4Address.parse(address.replace("/32", "")),
                                protocol,
                                Integer.parseInt(port),
                                rule.comment(),
                                backends));
    }

    private static void collect(Table nat, Rule.Target target, int depth, List<Backend> backends) {
        if (target.name().equals("DNAT")) {
            target.option("--to-destination")
                    .filter(text -> text.matches("[0-9.]+:\\d{1,5}"))
                    .map(text -> text.split(":"))
                    .map(ends -> new Backend(Ipv4Address.parse(ends[0]), Integer.parseInt(ends[1])))
                    .ifPresent(backends::add);
        } else if (depth < DEEPEST) {
            nat.chain(target.name()).map(Chain::rules).orElse(List.of()).stream()
                    .flatMap(rule -> rule.target().stream())
                    .forEach(next -> collect(nat, next, depth + 1, backends));
        }
    }
}
