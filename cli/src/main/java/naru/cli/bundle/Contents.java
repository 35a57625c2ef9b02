package naru.cli.bundle;

import java.util.ArrayList;
import java.util.List;
import naru.cli.node.NodePlace;
import naru.wire.AgentPlaces;

/**
 * All that goes into a bundle, and nothing else: what is not in this list is not collected. No
 * manifests, no environment, no file of others: they may hold secrets.
 */
final class Contents {

    private static final String JOURNAL = "journalctl";

    private Contents() {}

    static List<Item> of(NodePlace place) {
        List<Item> items = new ArrayList<>(agent());
        items.addAll(network());
        items.addAll(machine());
        place.log()
                .ifPresentOrElse(
                        log -> items.add(log(new Item.Tail(log.toString()))),
                        () -> items.add(log(new Item.Command(journal()))));
        return items;
    }

    private static List<Item> agent() {
        return List.of(
                Item.ask("doctor", "what the doctor finds"),
                Item.ask("status", "what is in force, how full tables are, drops, problems"),
                Item.ask("metrics", "all counters, as Prometheus gets them"),
                Item.ask("endpoint-list", "the node's pods"),
                Item.ask("identity-list", "numbers of sets of labels"),
                Item.ask("ipcache-list", "addresses and their identities"),
                Item.ask("ct-list", "connections"),
                new Item(
                        "agent/policy.txt",
                        "policy entries of each endpoint",
                        new Item.Operation("policy-get")),
                new Item(
                        "agent/without-agent.json",
                        "what can be seen without the agent",
                        new Item.WithoutAgent("doctor")),
                new Item(
                        "agent/settings.json",
                        "the agent's settings and where each comes from",
                        new Item.WithoutAgent("settings")),
                new Item(
                        "kernel/programs-and-maps.json",
                        "Naru's programs at devices, and its maps",
                        new Item.WithoutAgent("kernel")),
                new Item(
                        "state",
                        "the agent's state files: endpoints, addresses, numbers",
                        new Item.Folder("state", AgentPlaces.STATE, AgentPlaces.GOOD_MANIFESTS)));
    }

    private static List<Item> network() {
        return List.of(
                Item.run("network/links.txt", "devices", "ip", "-d", "-s", "link"),
                Item.run("network/addresses.txt", "addresses", "ip", "address"),
                Item.run("network/routes.txt", "all routes", "ip", "route", "show", "table", "all"),
                Item.run("network/rules.txt", "which table is asked when", "ip", "rule"),
                Item.run("network/neighbours.txt", "neighbours", "ip", "neighbour"),
                Item.run(
                        "network/iptables-nft.txt",
                        "rules of iptables over nftables",
                        "iptables-nft-save",
                        "-c"),
                Item.run(
                        "network/iptables-legacy.txt",
                        "rules of the old iptables",
                        "iptables-legacy-save",
                        "-c"),
                Item.run("network/nftables.txt", "rules of nftables", "nft", "list", "ruleset"),
                Item.run("network/filters.txt", "programs at devices", "bpftool", "net", "show"),
                Item.run("network/sockets.txt", "listeners", "ss", "-lntu"),
                Item.run("network/counters.txt", "the stack's counters", "nstat", "-asz"),
                Item.run(
                        "network/sysctls.txt",
                        "IPv4 settings",
                        "sysctl",
                        "-a",
                        "-r",
                        "net.ipv4.(ip_forward|conf)"));
    }

    private static List<Item> machine() {
        return List.of(
                Item.run("kernel/links.txt", "bpf links", "bpftool", "link", "show"),
                Item.run("kernel/programs.txt", "bpf programs", "bpftool", "prog", "show"),
                Item.run("kernel/maps.txt", "bpf maps", "bpftool", "map", "show"),
                Item.run("kernel/version.txt", "kernel", "uname", "-srvm"),
                Item.run("machine/release.txt", "distribution", "cat", "/etc/os-release"),
                Item.run(
                        "machine/mounts.txt",
                        "bpf and cgroup mounts",
                        "findmnt",
                        "-t",
                        "bpf,cgroup,cgroup2"),
                Item.run("machine/disks.txt", "room on disks", "df", "-h"),
                Item.run("machine/memory.txt", "memory", "free", "-m"),
                Item.run("machine/load.txt", "load and how long it is up", "uptime"),
                Item.run("machine/clock.txt", "time here", "date", "--iso-8601=seconds"),
                Item.run(
                        "machine/processes.txt",
                        "processes, without their arguments",
                        "ps",
                        "-eo",
                        "pid,lstart,time,rss,nlwp,comm"),
                Item.run(
                        "machine/cni.txt",
                        "names of CNI configurations and plugins",
                        "ls",
                        "-l",
                        "/etc/cni/net.d",
                        "/opt/cni/bin"));
    }

    private static Item log(Item.Source source) {
        return new Item("agent/log.txt", "the end of the agent's log", source);
    }

    private static List<String> journal() {
        return List.of(JOURNAL, "--no-pager", "-n", "5000", "-u", "naru-agent");
    }
}
