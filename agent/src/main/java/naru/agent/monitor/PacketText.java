package naru.agent.monitor;

import java.util.ArrayList;
import java.util.List;
import naru.datapath.FlowEvent;

/** A packet in one line: {@code 10.0.0.1:40000 -> 10.0.0.2:80 tcp SYN}. */
public final class PacketText {

    private static final int ETHER_IPV4 = 0x0800;
    private static final int ETHER_ARP = 0x0806;
    private static final int ETHER_IPV6 = 0x86dd;
    private static final List<String> FLAGS = List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG");

    private PacketText() {}

    public static String of(FlowEvent event) {
        return switch (event.etherType()) {
            case ETHER_IPV4 -> ipv4(event);
            case ETHER_ARP -> event.source() + " -> " + event.destination() + " arp";
            case ETHER_IPV6 -> "IPv6, " + event.length() + " bytes";
            default -> "ether type 0x%04x, %d bytes".formatted(event.etherType(), event.length());
        };
    }

    private static String ipv4(FlowEvent event) {
        return switch (event.protocol()) {
            case 6 -> ends(event) + " tcp " + flags(event.tcpFlags());
            case 17 -> ends(event) + " udp";
            case 132 -> ends(event) + " sctp";
            case 1 -> event.source() + " -> " + event.destination() + " icmp " + icmp(event);
            default -> event.source() + " -> " + event.destination() + " proto " + event.protocol();
        };
    }

    private static String ends(FlowEvent event) {
        return "%s:%d -> %s:%d"
                .formatted(
                        event.source(),
                        event.sourcePort(),
                        event.destination(),
                        event.destinationPort());
    }

    private static String flags(int bits) {
        List<String> set = new ArrayList<>();
        for (int i = 0; i < FLAGS.size(); i++) {
            if ((bits & 1 << i) != 0) {
                set.add(FLAGS.get(i));
            }
        }
        return String.join(", ", set);
    }

    private static String icmp(FlowEvent event) {
        return switch (event.icmpType()) {
            case 0 -> "EchoReply";
            case 3 -> "DestinationUnreachable(" + unreachable(event.icmpCode()) + ")";
            case 5 -> "Redirect";
            case 8 -> "EchoRequest";
            case 11 -> "TimeExceeded";
            default -> "type " + event.icmpType() + " code " + event.icmpCode();
        };
    }

    private static String unreachable(int code) {
        return switch (code) {
            case 0 -> "Net";
            case 1 -> "Host";
            case 2 -> "Protocol";
            case 3 -> "Port";
            case 4 -> "FragmentationNeeded";
            case 13 -> "CommAdminProhibited";
            default -> Integer.toString(code);
        };
    }
}
