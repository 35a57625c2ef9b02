package naru.lab.scenario;

import static naru.lab.scenario.Manifests.clientReaches;
import static naru.lab.scenario.Manifests.namespace;
import static naru.lab.scenario.Manifests.namespacesWith;
import static naru.lab.scenario.Manifests.pod;
import static naru.lab.scenario.Manifests.podsWith;
import static naru.lab.scenario.Manifests.serverLetsIn;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of connections while labels, policies, pods and agents change. The server is on n1;
 * stories with a node are told with the client there, beside the server or on another node. Each
 * story has a namespace of its own.
 */
@Tag("root")
class SequenceTest {

    private static final int PORT = 8080;

    private static ScenarioLab lab;
    private final Probing probing = new Probing();

    @BeforeAll
    static void bringTheLabUp() throws Exception {
        lab = ScenarioLab.up("scenario-steps", "", Manifests.TWO_NODES);
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

    private Probe connection(String namespace, String client) throws Exception {
        return Probe.tcp(lab.pod(namespace, client), lab.pod(namespace, "server"), PORT);
    }

    private void assertConnects(String namespace, String client) throws Exception {
        probing.assertAnswered(connection(namespace, client));
    }

    private void assertDoesNotConnect(String namespace, String client) throws Exception {
        probing.assertSilent(connection(namespace, client));
    }

    private Talk talk(String namespace) throws Exception {
        return Talk.between(lab.pod(namespace, "client"), lab.pod(namespace, "server"));
    }

    private void begin(String name, String clientsNode, String clientsLabels) throws Exception {
        lab.apply(
                namespace(name, "team: one")
                        + pod(name, "server", "n1", "app: server")
                        + pod(name, "client", clientsNode, clientsLabels));
    }

    @ParameterizedTest(name = "client on {0}")
    @ValueSource(strings = {"n1", "n2"})
    void aLabelOpensAndItsLossCutsTheLiveConnectionAtItsNextPacket(String node) throws Exception {
        String story = "label-" + node;
        begin(story, node, "app: nobody");
        lab.apply(serverLetsIn(story, podsWith("app: client")));
        assertDoesNotConnect(story, "client");

        lab.apply(pod(story, "client", node, "app: client"));
        assertConnects(story, "client");
        try (Talk talk = talk(story)) {
            talk.assertGoesOn();
            lab.apply(pod(story, "client", node, "app: nobody"));
            talk.assertClientIsCutOff();
        }
        assertDoesNotConnect(story, "client");
    }

    @ParameterizedTest(name = "client on {0}")
    @ValueSource(strings = {"n1", "n2"})
    void aConnectionIsCutAlsoWhenOnlyTheServerSends(String node) throws Exception {
        String story = "server-sends-" + node;
        begin(story, node, "app: client");
        lab.apply(serverLetsIn(story, podsWith("app: client")));
        try (Talk talk = talk(story)) {
            talk.assertGoesOn();
            lab.apply(serverLetsIn(story, podsWith("app: somebody-else")));
            talk.assertServerIsCutOff();
        }
    }

    @ParameterizedTest(name = "client on {0}")
    @ValueSource(strings = {"n1", "n2"})
    void aConnectionIsCutWhenItsClientMayNotSendAnyMore(String node) throws Exception {
        String story = "egress-" + node;
        begin(story, node, "app: client");
        lab.apply(clientReaches(story, podsWith("app: server")));
        try (Talk talk = talk(story)) {
            talk.assertGoesOn();
            lab.apply(clientReaches(story, podsWith("app: somebody-else")));
            talk.assertServerIsCutOff();
            talk.assertClientIsCutOff();
        }
        assertDoesNotConnect(story, "client");
    }

    @ParameterizedTest(name = "client on {0}")
    @ValueSource(strings = {"n1", "n2"})
    void aLabelOfTheNamespaceOpensAndItsLossCloses(String node) throws Exception {
        String story = "namespace-" + node;
        begin(story, node, "app: client");
        lab.apply(serverLetsIn(story, namespacesWith("team: two")));
        assertDoesNotConnect(story, "client");
        lab.apply(namespace(story, "team: two"));
        try (Talk talk = talk(story)) {
            talk.assertGoesOn();
            lab.apply(namespace(story, "team: three"));
            talk.assertClientIsCutOff();
        }
        assertDoesNotConnect(story, "client");
    }

    @Test
    void aReplacedPolicyLetsInOnlyWhomItNamesNow() throws Exception {
        begin("replaced", "n2", "app: client");
        lab.apply(pod("replaced", "rival", "n1", "app: rival"));
        lab.apply(serverLetsIn("replaced", podsWith("app: client")));
        assertConnects("replaced", "client");
        assertDoesNotConnect("replaced", "rival");

        lab.apply(serverLetsIn("replaced", podsWith("app: rival")));
        assertConnects("replaced", "rival");
        assertDoesNotConnect("replaced", "client");
    }

    @Test
    void aPolicyThatWasDeletedIsolatesNobody() throws Exception {
        begin("deleted", "n2", "app: client");
        lab.apply(serverLetsIn("deleted", podsWith("app: nobody")));
        assertDoesNotConnect("deleted", "client");
        lab.delete(serverLetsIn("deleted", podsWith("app: nobody")));
        assertConnects("deleted", "client");
    }

    @Test
    void anAllowThatComesBackLetsTheCutConnectionGoOn() throws Exception {
        begin("back", "n2", "app: client");
        lab.apply(serverLetsIn("back", podsWith("app: client")));
        try (Talk talk = talk("back")) {
            lab.apply(serverLetsIn("back", podsWith("app: nobody")));
            talk.assertClientIsCutOff();
            lab.apply(serverLetsIn("back", podsWith("app: client")));
            talk.assertGoesOn();
        }
    }

    @ParameterizedTest(name = "client on {0}")
    @ValueSource(strings = {"n1", "n2"})
    void aPodUnderTheAddressOfAnotherDoesNotInheritWhatThatWasAllowed(String node)
            throws Exception {
        String story = "heir-" + node;
        String address = "10.244." + node.substring(1) + ".20" + node.substring(1);
        lab.apply(
                namespace(story, "team: one")
                        + pod(story, "server", "n1", "app: server")
                        + pod(story, "client", node, "app: client", address)
                        + serverLetsIn(story, podsWith("app: client")));
        assertConnects(story, "client");

        lab.delete(pod(story, "client", node, ""));
        lab.apply(pod(story, "heir", node, "app: heir", address));
        assertDoesNotConnect(story, "heir");
    }

    @Test
    void aServerUnderTheAddressOfAnotherIsOnlyReachedByThoseThatItsOwnPolicyNames()
            throws Exception {
        lab.apply(
                namespace("new-server", "team: one")
                        + pod("new-server", "server", "n1", "app: open", "10.244.1.211")
                        + pod("new-server", "client", "n2", "app: client")
                        + serverLetsIn("new-server", podsWith("app: nobody")));
        assertConnects("new-server", "client");
        lab.delete(pod("new-server", "server", "n1", ""));
        lab.apply(pod("new-server", "server", "n1", "app: server", "10.244.1.211"));
        assertDoesNotConnect("new-server", "client");
    }

    @Test
    void aPodThatComesBackWithAnotherAddressTakesItsAllowWithIt() throws Exception {
        lab.apply(
                namespace("moved", "team: one")
                        + pod("moved", "server", "n1", "app: server")
                        + pod("moved", "client", "n2", "app: client", "10.244.2.221")
                        + serverLetsIn("moved", podsWith("app: client")));
        assertConnects("moved", "client");
        lab.apply(pod("moved", "client", "n2", "app: client", "10.244.2.222"));
        lab.apply(pod("moved", "stranger", "n2", "app: stranger", "10.244.2.221"));
        assertConnects("moved", "client");
        assertDoesNotConnect("moved", "stranger");
    }

    @Test
    void connectionsAndPolicyOutliveAnAgentThatIsKilledAndItsSuccessorsStart() throws Exception {
        begin("killed", "n2", "app: client");
        lab.apply(
                pod("killed", "stranger", "n1", "app: stranger")
                        + serverLetsIn("killed", podsWith("app: client")));
        try (Talk talk = talk("killed")) {
            talk.assertGoesOn();
            lab.agent("kill", "n1");
            lab.agent("kill", "n2");
            talk.assertGoesOn();
            assertConnects("killed", "client");
            assertDoesNotConnect("killed", "stranger");

            lab.agent("start", "n1");
            lab.agent("start", "n2");
            lab.settle();
            talk.assertGoesOn();
            assertConnects("killed", "client");
            assertDoesNotConnect("killed", "stranger");
        }
    }

    @Test
    void aPolicyThatCameWhileTheAgentWasDownIsInForceOnceItIsBack() throws Exception {
        begin("missed", "n2", "app: client");
        try (Talk talk = talk("missed")) {
            lab.agent("kill", "n1");
            lab.applyWithoutWaiting(serverLetsIn("missed", podsWith("app: nobody")));
            talk.assertGoesOn();
            lab.agent("start", "n1");
            lab.settle();
            talk.assertClientIsCutOff();
            assertDoesNotConnect("missed", "client");
        }
    }
}
