package naru.lab;

import java.util.ArrayList;
import java.util.List;
import naru.model.ObjectKey;
import naru.watch.manifest.ManifestProblem;
import naru.wire.LabReplies.Outcome;

/** Gathers what a command did, and did not. */
final class OutcomeNotes {

    private final List<String> done = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();

    void done(String what) {
        done.add(what);
    }

    void warning(String what) {
        warnings.add(what);
    }

    void refused(ObjectKey key, String reason) {
        refused.add(key + ": " + reason);
    }

    void pending(String what) {
        pending.add(what);
    }

    void problems(List<ManifestProblem> problems) {
        for (ManifestProblem problem : problems) {
            (problem.isError() ? refused : warnings).add(problem.toString());
        }
    }

    Outcome toOutcome() {
        return new Outcome(done, warnings, refused, pending);
    }
}
