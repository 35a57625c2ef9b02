package naru.linux.netfilter;

import java.util.List;
import java.util.Map;

/** Whether the conditions of a rule hold for a packet. */
final class MatchJudge {

    private static final Map<String, Integer> PROTOCOLS =
            Map.of(
                    "icmp", 1, "tcp", 6, "udp", 17, "esp", 50, "ah", 51, "sctp", 132, "udplite",
                    136);

    private final NetfilterPacket packet;
    private final Mark mark;

    MatchJudge(NetfilterPacket packet, Mark mark) {
        this.packet = packet;
        this.mark = mark;
    }

    /** All conditions of the rule together. */
    Certainty matches(Rule rule) {
        Certainty all = Certainty.YES;
        for (Rule.Match match : rule.matches()) {
            Certainty one = judge(match);
            all = all.and(match.negated() ? one.not() : one);
        }
        return all;
    }

    private Certainty judge(Rule.Match match) {
        try {
            return judge(match.option(), match.values());
        } catch (NumberFormatException e) {
            // A spelling that this class does not know, e.g. a mask with holes.
            return Certainty.MAYBE;
        }
    }

    private Certainty judge(String option, List<String> values) {
        String value = values.isEmpty() ? "" : values.getFirst();
        return switch (option) {
            case "-s" -> Certainty.of(inPrefix(packet.source(), value));
            case "-d" -> Certainty.of(inPrefix(packet.destination(), value));
            case "-o" -> Certainty.of(isDevice(packet.outputDevice(), value));
            case "-i" -> Certainty.of(isDevice(packet.inputDevice(), value));
            case "-f" -> Certainty.NO;
            case "--uid-owner", "--gid-owner" -> Certainty.of(isRoot(value));
            case "--socket-exists" -> Certainty.of(isOwn());
            case "-p" -> protocol(value);
            case "--mark" -> mark.is(Mark.Masked.parse(value));
            case "--dport", "--dports" -> Certainty.of(inPorts(value));
            case "--sport" ->
                    value.matches("0:65535|1:65535|1024:65535|:65535")
                            ? Certainty.YES
                            : Certainty.MAYBE;
            case "--ctstate", "--state" -> state(value);
            case "--tcp-flags" -> flags(values);
            case "--icmp-type" -> icmp(value);
            case "--dst-type" -> addressType(value, packet.way() == NetfilterPacket.Way.IN);
            case "--src-type" -> addressType(value, isOwn());
            default -> Certainty.MAYBE;
        };
    }

    private static boolean inPrefix(int address, String prefix) {
        int slash = prefix.indexOf('/');
        String network = slash < 0 ? prefix : prefix.substring(0, slash);
        int length = slash < 0 ? 32 : Integer.parseInt(prefix.substring(slash + 1));
        int bits = 0;
        for (String part : network.split("\\.")) {
            bits = bits << 8 | Integer.parseInt(part);
        }
        int mask = length == 0 ? 0 : -1 << 32 - length;
        return (address & mask) == (bits & mask);
    }

    private static boolean isDevice(String device, String name) {
        return name.endsWith("+")
                ? device.startsWith(name.substring(0, name.length() - 1))
                : device.equals(name);
    }

    private boolean isOwn() {
        return packet.way() == NetfilterPacket.Way.OUT;
    }

    /** {@code 0}, {@code root}, {@code 0-999}: whose process made it. */
    private boolean isRoot(String owner) {
        return isOwn() && (owner.equals("0") || owner.equals("root") || owner.startsWith("0-"));
    }

    private Certainty protocol(String name) {
        if (name.equals("all") || name.equals("0")) {
            return Certainty.YES;
        }
        Integer number = name.matches("\\d+") ? Integer.valueOf(name) : PROTOCOLS.get(name);
        return number == null ? Certainty.MAYBE : Certainty.of(number == packet.protocol());
    }

    /** {@code 80}, {@code 8000:8080}, {@code 80,443,8000:8080}. */
    private boolean inPorts(String ports) {
        for (String range : ports.split(",")) {
            String[] ends = range.split(":", -1);
            int first = ends[0].isEmpty() ? 0 : Integer.parseInt(ends[0]);
            int last =
                    ends.length == 1
                            ? first
                            : ends[1].isEmpty() ? 65535 : Integer.parseInt(ends[1]);
            if (packet.destinationPort() >= first && packet.destinationPort() <= last) {
                return true;
            }
        }
        return false;
    }

    private Certainty state(String states) {
        return Certainty.of(List.of(states.split(",")).contains(packet.connection().name()));
    }

    private Certainty flags(List<String> values) {
        boolean syn =
                values.size() == 2
                        && values.get(0).equals("FIN,SYN,RST,ACK")
                        && values.get(1).equals("SYN");
        return syn
                ? Certainty.of(packet.connection() == NetfilterPacket.Connection.NEW)
                : Certainty.MAYBE;
    }

    private static Certainty icmp(String type) {
        return type.equals("8") || type.equals("any") ? Certainty.YES : Certainty.MAYBE;
    }

    /** An address of this node, or one of somebody else. */
    private static Certainty addressType(String types, boolean local) {
        return switch (types) {
            case "LOCAL" -> Certainty.of(local);
            case "UNICAST" -> Certainty.of(!local);
            case "BROADCAST", "MULTICAST", "ANYCAST" -> Certainty.NO;
            default -> Certainty.MAYBE;
        };
    }
}
