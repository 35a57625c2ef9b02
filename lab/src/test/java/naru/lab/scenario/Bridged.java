package naru.lab.scenario;

import naru.testkit.ThrowAwayNetns;

/** What Docker and other networks make: a namespace behind a bridge of a node. */
final class Bridged {

    private Bridged() {}

    /**
     * Makes both.
     *
     * @param network its first three numbers; the bridge gets address 1 of it, the namespace 2
     */
    static ThrowAwayNetns at(Shell node, String bridge, String network) throws Exception {
        ThrowAwayNetns netns = ThrowAwayNetns.create("behind-" + bridge);
        node.run(
                """
                ip link add %1$s type bridge forward_delay 0
                ip addr add %2$s.1/24 dev %1$s
                ip link set %1$s up
                ip link add port0 type veth peer name eth0 netns %3$s
                ip link set port0 master %1$s up
                """
                        .formatted(bridge, network, netns.path()));
        new Shell(new Place("behind " + bridge, netns.path(), network + ".2"))
                .run(
                        """
                        ip addr add %1$s.2/24 dev eth0
                        ip link set lo up
                        ip link set eth0 up
                        ip route add default via %1$s.1
                        """
                                .formatted(network));
        return netns;
    }
}
