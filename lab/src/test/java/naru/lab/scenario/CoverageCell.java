package naru.lab.scenario;

import java.util.ArrayList;
import java.util.List;

/** What was tried of a construct in one direction with one protocol. */
final class CoverageCell {

    final List<Probe> allowed = new ArrayList<>();
    final List<Probe> denied = new ArrayList<>();
    private final List<Probe> wrong = new ArrayList<>();
    private final boolean needsAllow;

    CoverageCell(boolean needsAllow) {
        this.needsAllow = needsAllow;
    }

    void judge(List<Probe> wrongOnes) {
        wrongOnes.stream()
                .filter(probe -> allowed.contains(probe) || denied.contains(probe))
                .forEach(wrong::add);
    }

    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (needsAllow && allowed.isEmpty()) {
            complaints.add("nothing that is allowed was tried");
        }
        if (denied.isEmpty()) {
            complaints.add("nothing that is denied was tried");
        }
        for (Probe probe : wrong) {
            complaints.add(
                    probe + (allowed.contains(probe) ? " got no answer" : " was to get no answer"));
        }
        return complaints;
    }

    /** A mark for the table. */
    String mark() {
        return !complaints().isEmpty() ? "WRONG" : needsAllow ? "✓" : "✓ no";
    }
}
