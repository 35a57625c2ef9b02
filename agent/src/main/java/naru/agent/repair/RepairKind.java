package naru.agent.repair;

/** What kind of thing was put back. */
public enum RepairKind {
    ROUTE(
            "route",
            "`ip monitor route` shows who is at it, by the protocol of the route; systemd-networkd"
                    + " takes foreign routes away unless ManageForeignRoutes=no, routing daemons"
                    + " own those of their protocol"),
    NEIGHBOUR("neighbour", "`ip monitor neigh` shows what happens to it"),
    DEVICE(
            "device",
            "`ip monitor link` shows what happens to it; NetworkManager and systemd-networkd have"
                    + " to leave naru* devices unmanaged"),
    SYSCTL(
            "sysctl",
            "look for it in /etc/sysctl.d, /run/sysctl.d and /usr/lib/sysctl.d, and at what runs"
                    + " `sysctl --system` or networkd's IPForward="),
    PROGRAM("program", "`bpftool net show` and `bpftool link show` tell what is attached there"),
    ORDER(
            "order",
            "`bpftool net show dev DEVICE` names the other program; take it away, or put it behind"),
    MAP_ENTRY(
            "map-entry",
            "only Naru writes its maps: `fuser -v /sys/fs/bpf` and `bpftool map show` tell who has"
                    + " them open"),
    PIN(
            "pin",
            "only Naru pins below its bpf root: look for what writes there, such as a script with"
                    + " `bpftool ... pin` or rm"),
    RECORD(
            "record",
            "only Naru writes to its state folder: look for what removes files there, such as"
                    + " systemd-tmpfiles, a script that cleans up, or a package that is purged"),
    RULE(
            "iptables-rule",
            "look for what runs iptables-restore without --noflush, or reloads firewalld or"
                    + " nftables.service");

    private final String text;
    private final String suspects;

    RepairKind(String text, String suspects) {
        this.text = text;
        this.suspects = suspects;
    }

    /** For people and for the labels of counters. */
    public String text() {
        return text;
    }

    /** How one finds who else changes such a thing. */
    String suspects() {
        return suspects;
    }
}
