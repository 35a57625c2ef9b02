package naru.bench.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Routed veths with policy in iptables, in the order in which Calico's rules come: established
 * connections are accepted early, new ones pass a chain for each end and one for each policy. Its
 * rules against false sources are left out, in its favour.
 */
public final class RoutedPolicy {

    private static final String CLIENT = "10.95.1.2";
    private static final String SERVER = "10.95.1.3";

    /** The older of the two ways, where both are there: it costs a packet less. */
    private static final String RESTORE =
            "if command -v iptables-legacy-restore >&2; then exec iptables-legacy-restore; else exec iptables-restore; fi";

    private RoutedPolicy() {}

    public static Network make(Site site) throws IOException {
        Path node = site.router("routed-node");
        Path client = PodCable.make(site, "routed-client", node, "calic", CLIENT);
        Path server = PodCable.make(site, "routed-server", node, "calis", SERVER);
        site.run(node, List.of("sh", "-c", RESTORE), Map.of(), rules());
        return new Network("routed veths, iptables", client, server, SERVER);
    }

    private static String rules() {
        return """
        *filter
        :FORWARD ACCEPT
        :cali-FORWARD -
        :cali-from-wl-dispatch -
        :cali-to-wl-dispatch -
        :cali-fw-calic -
        :cali-fw-calis -
        :cali-tw-calic -
        :cali-tw-calis -
        :cali-pi-allow -
        -A FORWARD -j cali-FORWARD
        -A FORWARD -m mark --mark 0x10000/0x10000 -j ACCEPT
        -A cali-FORWARD -j MARK --set-xmark 0x0/0xe0000
        -A cali-FORWARD -i cali+ -j cali-from-wl-dispatch
        -A cali-FORWARD -o cali+ -j cali-to-wl-dispatch
        -A cali-from-wl-dispatch -i calic -g cali-fw-calic
        -A cali-from-wl-dispatch -i calis -g cali-fw-calis
        -A cali-from-wl-dispatch -j DROP
        -A cali-to-wl-dispatch -o calic -g cali-tw-calic
        -A cali-to-wl-dispatch -o calis -g cali-tw-calis
        -A cali-to-wl-dispatch -j DROP
        """
                + end("cali-fw-calic", "-j MARK --set-xmark 0x10000/0x10000")
                + end("cali-fw-calis", "-j MARK --set-xmark 0x10000/0x10000")
                + end("cali-tw-calic", "-j MARK --set-xmark 0x10000/0x10000")
                + end("cali-tw-calis", "-j cali-pi-allow")
                + """
                -A cali-pi-allow -s %s -p tcp --dport 7000:7999 -j MARK --set-xmark 0x10000/0x10000
                -A cali-pi-allow -s %s -p udp --dport 7000:7999 -j MARK --set-xmark 0x10000/0x10000
                COMMIT
                """
                        .formatted(CLIENT, CLIENT);
    }

    private static String end(String chain, String policy) {
        return """
        -A {} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -A {} -m conntrack --ctstate INVALID -j DROP
        -A {} -j MARK --set-xmark 0x0/0x10000
        -A {} -j MARK --set-xmark 0x0/0x20000
        -A {} -m mark --mark 0x0/0x20000 %s
        -A {} -m mark --mark 0x10000/0x10000 -j RETURN
        -A {} -m mark --mark 0x0/0x20000 -j DROP
        """
                .formatted(policy)
                .replace("{}", chain);
    }
}
