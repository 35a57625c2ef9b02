package naru.cli.lab;

import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.wire.LabReplies.Outcome;

/** Says what a command did. */
final class OutcomeText {

    private OutcomeText() {}

    /** What was done goes to standard output, the rest to standard error; returns the exit code. */
    static int print(Outcome outcome, Surroundings surroundings) {
        surroundings.print(outcome.done());
        return printProblems(outcome, surroundings);
    }

    static int printProblems(Outcome outcome, Surroundings surroundings) {
        outcome.warnings().forEach(text -> surroundings.complain("warning: " + text, ""));
        outcome.refused().forEach(text -> surroundings.complain("refused: " + text, ""));
        outcome.pending().forEach(text -> surroundings.complain("not in force: " + text, ""));
        return outcome.good() ? 0 : CommandFailure.FAILED;
    }
}
