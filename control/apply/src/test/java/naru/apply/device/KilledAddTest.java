package naru.apply.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;
import naru.linux.netns.Netns;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The agent dies in the middle of ADD, without a chance to take anything back. */
@Tag("root")
class KilledAddTest {

    private static final int KILLED = 137;

    private TestNode node;
    private ThrowAwayNetns podNetns;

    /** Adds a pod and dies: arguments are the node's and the pod's namespaces and the last step. */
    static final class DyingAgent {
        private DyingAgent() {}

        public static void main(String[] arguments) throws Exception {
            PodStep last = PodStep.valueOf(arguments[2]);
            Netns.call(
                    Path.of(arguments[0]),
                    () -> {
                        PodDevices devices =
                                new PodDevices(
                                        Netlink.open(),
                                        step -> {
                                            if (step == last) {
                                                Runtime.getRuntime().halt(KILLED);
                                            }
                                        });
                        return devices.add(pod(Path.of(arguments[1])), _ -> {});
                    });
        }
    }

    @BeforeEach
    void makeANodeAndAPod() {
        node = new TestNode();
        podNetns = ThrowAwayNetns.create("pod");
    }

    @AfterEach
    void deleteThem() {
        podNetns.close();
        node.close();
    }

    @ParameterizedTest
    @EnumSource(PodStep.class)
    void theNextAddForTheSamePodJustWorks(PodStep last) throws Exception {
        dieAfter(last);

        node.add(pod(podNetns.path()));

        assertThat(node.call(() -> node.devices().verify(pod(podNetns.path())))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PodStep.class)
    void aNewAgentSeesTheRemainderAndPrunesIt(PodStep last) throws Exception {
        dieAfter(last);

        assertThat(node.devices().prune(Set.of())).hasSize(1);

        assertThat(node.netlink().links()).noneMatch(link -> link.kind().equals("veth"));
        assertThat(node.netlink().routes(Route.NARU)).isEmpty();
        assertThat(podNetns.netlink().link("eth0")).isEmpty();
    }

    private void dieAfter(PodStep last) throws Exception {
        Process agent =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DyingAgent.class.getName(),
                                node.netns.path().toString(),
                                podNetns.path().toString(),
                                last.name())
                        .inheritIO()
                        .start();
        assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isEqualTo(KILLED);
    }

    private static PodInterface pod(Path netns) {
        return TestNode.pod("container-1", netns, "10.244.1.5");
    }
}
