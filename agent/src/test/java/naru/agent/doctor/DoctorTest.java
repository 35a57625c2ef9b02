package naru.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the doctor says of what its checks find. */
class DoctorTest {

    private static final Finding ROUTE = finding("a route is missing", "10.0.0.1");

    private static Finding finding(String symptom, String where) {
        return new Finding("told", symptom, where, "seen", "why", "what to do");
    }

    /** Finds one after the other of these. */
    private static Check told(List<List<Finding>> looks) {
        Iterator<List<Finding>> next = looks.iterator();
        return new Check() {
            @Override
            public String name() {
                return "told";
            }

            @Override
            public List<Finding> look() {
                return next.next();
            }
        };
    }

    private static List<Finding> examine(Check... checks) throws InterruptedException {
        return new Doctor(List.of(checks), Duration.ofMillis(1)).examine();
    }

    @Test
    void whatIsThereOnASecondLookIsSaid() throws Exception {
        assertThat(examine(told(List.of(List.of(ROUTE), List.of(ROUTE))))).containsExactly(ROUTE);
    }

    @Test
    void whatIsGoneOnASecondLookIsNot() throws Exception {
        assertThat(examine(told(List.of(List.of(ROUTE), List.of())))).isEmpty();
    }

    @Test
    void whatIsNewOnASecondLookWaitsForTheNextTime() throws Exception {
        Finding other = finding("a route is missing", "10.0.0.2");
        assertThat(examine(told(List.of(List.of(ROUTE), List.of(ROUTE, other)))))
                .containsExactly(ROUTE);
    }

    @Test
    void theLatestEvidenceCounts() throws Exception {
        Finding later = new Finding("told", ROUTE.symptom(), ROUTE.where(), "more", "why", "do");
        assertThat(examine(told(List.of(List.of(ROUTE), List.of(later))))).containsExactly(later);
    }

    @Test
    void aHealthyNodeIsLookedAtOnce() throws Exception {
        assertThat(examine(told(List.of(List.of())))).isEmpty();
    }

    @Test
    void aCheckThatFailsIsAFindingAndTheOthersAreMade() throws Exception {
        Check broken =
                new Check() {
                    @Override
                    public String name() {
                        return "broken";
                    }

                    @Override
                    public List<Finding> look() throws Exception {
                        throw new IllegalStateException("no such map");
                    }
                };
        List<Finding> found =
                new ArrayList<>(examine(broken, told(List.of(List.of(ROUTE), List.of(ROUTE)))));
        assertThat(found).hasSize(2).contains(ROUTE);
        assertThat(found.getFirst().check()).isEqualTo("broken");
        assertThat(found.getFirst().evidence()).isEqualTo("no such map");
    }
}
