package naru.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.wire.DoctorReply;
import naru.wire.DoctorReply.Finding;
import naru.wire.DoctorReply.State;
import org.junit.jupiter.api.Test;

/** What people read of a node's health. */
class DoctorTextTest {

    private static DoctorReply reply(State state, Finding... findings) {
        return new DoctorReply("n1", "1", List.of("a", "b"), state, List.of(findings));
    }

    @Test
    void aHealthyNodeIsOneLine() {
        assertThat(DoctorText.lines(reply(new State(110, 3, 0, "", -1)), Paint.NONE))
                .containsExactly(
                        "n1: healthy: 2 checks, 110 endpoints, last event 3 s ago, no repairs");
        assertThat(DoctorText.lines(reply(new State(1, -1, 2, "route 10.0.0.1", 7200)), Paint.NONE))
                .containsExactly(
                        "n1: healthy: 2 checks, 1 endpoint, no event yet, 2 repairs, last 2 h ago"
                                + " (route 10.0.0.1)");
    }

    @Test
    void aFindingSaysWhatWhereWhyAndWhatToDo() {
        Finding finding =
                new Finding("routes", "a pod can't be reached", "10.0.0.1", "no route", "", "wait");
        assertThat(DoctorText.lines(reply(new State(1, 0, 0, "", -1), finding), Paint.NONE))
                .containsExactly(
                        "n1: 1 finding: 2 checks, 1 endpoint, last event 0 s ago, no repairs",
                        "",
                        "routes: a pod can't be reached",
                        "  where     10.0.0.1",
                        "  evidence  no route",
                        "  fix       wait");
    }
}
