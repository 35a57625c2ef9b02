package naru.lab.fabric;

import java.util.ArrayList;
import java.util.List;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** What {@code ip -batch} is told. */
final class FabricCommands {

    private FabricCommands() {}

    /** In the fabric: a bridge, with the router's foot in it. */
    static List<String> segment(Segment segment) {
        List<String> lines = new ArrayList<>();
        String bridge = segment.bridge();
        lines.add(
                "link add %s mtu %d type bridge forward_delay 0 mcast_snooping 0"
                        .formatted(bridge, segment.mtu()));
        segment.router().ifPresent(address -> lines.add(address(address, segment.cidr(), bridge)));
        lines.add("link set " + bridge + " up");
        return lines;
    }

    /** In the fabric: a cable with one end in the host. */
    static List<String> cable(Host host, Host.Port port) {
        return List.of(
                "link add %s mtu %d type veth peer name %s mtu %d netns %s"
                        .formatted(
                                port.cable(),
                                Math.max(port.segment().mtu(), port.mtu()),
                                port.device(),
                                port.mtu(),
                                host.netns()),
                "link set %s master %s up".formatted(port.cable(), port.segment().bridge()));
    }

    /** In the host: its addresses, and the router as its way to everywhere else. */
    static List<String> host(Host host) {
        List<String> lines = new ArrayList<>();
        for (Host.Port port : host.ports()) {
            for (Ipv4Address address : port.addresses()) {
                lines.add(address(address, port.segment().cidr(), port.device()));
            }
            lines.add("link set " + port.device() + " up");
        }
        host.ports()
                .getFirst()
                .segment()
                .router()
                .ifPresent(router -> lines.add("route add default via " + router));
        return lines;
    }

    /** In the fabric: the way to a node's pods. */
    static String podRoute(Ipv4Prefix range, Ipv4Address node) {
        return "route replace " + range + " via " + node;
    }

    static String noPodRoute(Ipv4Prefix range) {
        return "route del " + range;
    }

    static String unplug(Host.Port port) {
        return "link del " + port.cable();
    }

    private static String address(Ipv4Address address, Ipv4Prefix in, String device) {
        return "addr add " + address + "/" + in.length() + " dev " + device;
    }
}
