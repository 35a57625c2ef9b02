package naru.lab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Construct by direction by protocol. */
final class CoverageTable {

    private static final String LEGEND =
            """
            ✓ allowed and denied connections were tried and came out so, on one node and between two;
            ✓ no: such a rule never lets echoes pass, which was tried. SCTP has no sockets in this
            kernel: the packet cases of the datapath cover it.
            """;

    private record Spot(String row, Direction direction, Transport transport) {}

    private final Map<Spot, CoverageCell> cells = new LinkedHashMap<>();

    CoverageCell cell(Construct row, Direction direction, Transport transport) {
        return cells.computeIfAbsent(
                new Spot(row.toString(), direction, transport),
                spot -> new CoverageCell(row.hasAllow(transport)));
    }

    List<Probe> allowed() {
        return cells.values().stream().flatMap(cell -> cell.allowed.stream()).toList();
    }

    List<Probe> denied() {
        return cells.values().stream().flatMap(cell -> cell.denied.stream()).toList();
    }

    void judge(List<Probe> wrong) {
        cells.values().forEach(cell -> cell.judge(wrong));
    }

    List<String> complaints(Construct row) {
        List<String> complaints = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            for (Transport transport : Transport.values()) {
                for (String complaint : cell(row, direction, transport).complaints()) {
                    complaints.add(direction + " " + transport + ": " + complaint);
                }
            }
        }
        return complaints;
    }

    /** For people, at most 120 columns wide. */
    String text(List<Construct> rows) {
        StringBuilder text = new StringBuilder();
        text.append("%-32s%-24s%s%n".formatted("", "ingress", "egress"));
        text.append(("%-32s" + "%-8s".repeat(6) + "%n").formatted(header()));
        for (Construct row : rows) {
            List<String> line = new ArrayList<>(List.of(row.toString()));
            for (Direction direction : Direction.values()) {
                for (Transport transport : Transport.values()) {
                    line.add(cell(row, direction, transport).mark());
                }
            }
            text.append(("%-32s" + "%-8s".repeat(6) + "%n").formatted(line.toArray()));
        }
        return text + LEGEND;
    }

    private static Object[] header() {
        return new Object[] {"construct", "TCP", "UDP", "ICMP", "TCP", "UDP", "ICMP"};
    }
}
