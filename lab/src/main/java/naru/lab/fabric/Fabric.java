package naru.lab.fabric;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import naru.lab.machine.LabNs;
import naru.lab.machine.Loopback;
import naru.linux.netns.Netns;
import naru.linux.sysctl.Sysctl;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** The fabric in the kernel. */
public final class Fabric {

    private final Path netns;
    private final LabNs labNs;
    private final Set<String> laid = new HashSet<>();

    /**
     * @param netns where its namespace is to be
     */
    public Fabric(Path netns, LabNs labNs) {
        this.netns = netns;
        this.labNs = labNs;
    }

    /** Makes the namespace. */
    public void open(boolean router) throws IOException {
        Netns.create(netns);
        Netns.run(netns, () -> setUp(router));
    }

    /** The machine's own settings, which a new namespace may start with, do not matter here. */
    private static void setUp(boolean router) {
        Sysctl.IP_FORWARD.write(router ? "1" : "0");
        for (String devices : List.of("all", "default")) {
            Sysctl.ipv4(devices, "rp_filter").write("0");
            Sysctl.ipv4(devices, "send_redirects").write("0");
            Sysctl.ipv6(devices, "disable_ipv6").write("1");
        }
        for (String family : List.of("ip", "ip6", "arp")) {
            new Sysctl("net/bridge/bridge-nf-call-" + family + "tables").write("0");
        }
        Loopback.setUp();
    }

    /** Connects a host whose namespace exists. Its end of the cable goes with that. */
    public void connect(Host host) throws IOException {
        List<String> lines = new ArrayList<>();
        synchronized (laid) {
            for (Host.Port port : host.ports()) {
                if (laid.add(port.segment().bridge())) {
                    lines.addAll(FabricCommands.segment(port.segment()));
                }
                lines.addAll(FabricCommands.cable(host, port));
            }
            labNs.ip(netns, lines);
        }
        labNs.ip(host.netns(), FabricCommands.host(host));
    }

    /** The way to a node's pods, for the router. */
    public void route(List<Ipv4Prefix> ranges, Ipv4Address node) throws IOException {
        labNs.ip(netns, ranges.stream().map(r -> FabricCommands.podRoute(r, node)).toList());
    }

    /** Takes the way to a node's pods away, if it is there. */
    public void unroute(List<Ipv4Prefix> ranges) throws IOException {
        labNs.ipAsFarAsItGoes(netns, ranges.stream().map(FabricCommands::noPodRoute).toList());
    }

    /** Takes a host's cables away at both ends; those of a dead host went with it. */
    public void disconnect(Host host) throws IOException {
        labNs.ipAsFarAsItGoes(netns, host.ports().stream().map(FabricCommands::unplug).toList());
    }
}
