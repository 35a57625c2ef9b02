package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import naru.apply.hostmark.HostMarkRules;
import naru.linux.netfilter.NetfilterReader;
import naru.wire.AgentReplies.Repair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody touches the rules by which packets of the node are known in mode mark. */
@Tag("root")
class RuleDriftTest {

    @Test
    void theyAreWholeAndTheFirstAgainInSeconds() throws Exception {
        try (DriftStage stage = new DriftStage("--host-identity", "mark")) {
            stage.repaired("iptables-rule", "OUTPUT", () -> run(stage, "-F", "NARU_OUTPUT"));
            assertInPlace(stage);
            stage.repaired("iptables-rule", "OUTPUT", () -> run(stage, "-D", "OUTPUT", "1"));
            assertInPlace(stage);
            Repair repair =
                    stage.repaired(
                            "iptables-rule",
                            "OUTPUT",
                            () -> run(stage, "-I", "OUTPUT", "-p", "tcp", "-j", "ACCEPT"));
            assertThat(repair.found()).contains("not the first of OUTPUT");
            assertInPlace(stage);
            assertThat(Listener.reaches(stage.node.netns, stage.pod("z").address(), 8080)).isTrue();
        }
    }

    private static void assertInPlace(DriftStage stage) throws Exception {
        assertThat(stage.node.netns.call(() -> HostMarkRules.lacking(NetfilterReader.read(), true)))
                .isEmpty();
    }

    private static void run(DriftStage stage, String... arguments) throws Exception {
        Object[] command = new Object[arguments.length + 1];
        command[0] = "iptables";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        stage.run(command);
    }
}
