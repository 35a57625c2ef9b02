package naru.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each construct of NetworkPolicy, in each direction, with each protocol that has sockets: real
 * connections that it lets pass and others that it does not. All policies are in force together,
 * each on a pod of its own, and all connections are tried at the same time.
 */
@Tag("root")
class CoverageTableTest {

    private static final List<Construct> ROWS = Constructs.all();
    private static final CoverageTable TABLE = new CoverageTable();

    @BeforeAll
    static void tryEverything() throws Exception {
        try (ScenarioLab lab =
                        ScenarioLab.up(
                                "scenario-table", CoverageStage.CONFIG, CoverageStage.NODES);
                Probing probing = new Probing()) {
            CoverageStage.set(lab, ROWS).play(ROWS, TABLE, probing);
        }
    }

    static Stream<Construct> rows() {
        return ROWS.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aConstructLetsPassWhatItSaysAndNothingElseInBothDirections(Construct row) {
        assertThat(TABLE.complaints(row)).isEmpty();
    }

    @AfterAll
    static void showTheTable() {
        System.out.print(TABLE.text(ROWS));
    }
}
