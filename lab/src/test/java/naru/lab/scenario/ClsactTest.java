package naru.lab.scenario;

import static naru.lab.scenario.Manifests.namespace;
import static naru.lab.scenario.Manifests.pod;
import static naru.lab.scenario.Manifests.podsWith;
import static naru.lab.scenario.Manifests.serverLetsIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A lab whose agents attach their programs as on a kernel that knows no tcx. */
@Tag("root")
class ClsactTest {

    private static final Set<String> SOME =
            Set.of("podSelector", "ipBlock with except", "endPort range", "default deny");

    private static ScenarioLab lab;
    private final Probing probing = new Probing();

    @BeforeAll
    static void bringTheLabUp() throws Exception {
        String config = CoverageStage.CONFIG + "agent: {attach: clsact}\n";
        lab = ScenarioLab.up("scenario-clsact", config, Manifests.TWO_NODES);
    }

    @AfterAll
    static void takeTheLabDown() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void closeTheListeners() throws Exception {
        probing.close();
    }

    @Test
    void theAgentsSayThatTheyUseClsact() throws Exception {
        assertThat(lab.status("n1").attach()).isEqualTo("clsact");
        assertThat(lab.status("n2").attach()).isEqualTo("clsact");
    }

    @Test
    void policiesLetInAndKeepOutAsWithTcx() throws Exception {
        List<Construct> rows =
                Constructs.all().stream().filter(row -> SOME.contains(row.toString())).toList();
        CoverageTable table = new CoverageTable();
        CoverageStage.set(lab, rows).play(rows, table, probing);
        assertThat(rows).hasSize(SOME.size());
        assertThat(rows).allSatisfy(row -> assertThat(table.complaints(row)).isEmpty());
    }

    @Test
    void aLiveConnectionOutlivesTheAgentAndIsCutByTheNextPolicy() throws Exception {
        lab.apply(
                namespace("live", "team: one")
                        + pod("live", "server", "n1", "app: server")
                        + pod("live", "client", "n2", "app: client")
                        + serverLetsIn("live", podsWith("app: client")));
        try (Talk talk = Talk.between(lab.pod("live", "client"), lab.pod("live", "server"))) {
            lab.agent("kill", "n1");
            talk.assertGoesOn();
            lab.agent("start", "n1");
            talk.assertGoesOn();
            lab.apply(serverLetsIn("live", podsWith("app: nobody")));
            talk.assertServerIsCutOff();
            talk.assertClientIsCutOff();
        }
    }

    @Test
    void aPodCantSendWithTheAddressOfAnother() throws Exception {
        lab.apply(
                namespace("thieves", "team: one")
                        + pod("thieves", "victim", "n1", "app: victim")
                        + pod("thieves", "thief", "n1", "app: thief"));
        Place victim = lab.pod("thieves", "victim");
        try (Disguise thief = new Disguise(lab.pod("thieves", "thief"), victim.ip());
                MonitorWatch monitor = lab.monitor("n1")) {
            assertThat(
                            monitor.hears(
                                            () -> thief.sends(lab.host("n2"), 5300),
                                            event -> event.endpointPod().equals("thieves/thief"))
                                    .reason())
                    .isEqualTo("Invalid source ip");
        }
    }
}
