package naru.apply.hostmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import naru.linux.netfilter.Backend;
import naru.linux.netfilter.Certainty;
import naru.linux.netfilter.NetfilterPacket;
import naru.linux.netfilter.NetfilterReader;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netfilter.NetfilterWalk;
import naru.linux.netfilter.NetfilterWriter;
import naru.linux.netfilter.Rule;
import naru.linux.netns.Netns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class HostMarkRulesTest {

    private static final NetfilterPacket PROBE =
            NetfilterPacket.made(0x0a000001, 0x0af40105, 6, 8082, "naru1");

    @TempDir private Path folder;
    private Path namespace = Path.of("/nowhere");

    @BeforeEach
    void makeNamespace() {
        namespace = Netns.create(folder.resolve("netns"));
    }

    @AfterEach
    void deleteNamespace() {
        Netns.delete(namespace);
    }

    @Test
    void installingMarksTheHostsPacketsAndASecondTimeChangesNothing() throws Exception {
        inside(
                () -> {
                    HostMarkRules.Outcome outcome = HostMarkRules.apply(true);
                    assertThat(outcome.changes())
                            .containsExactly(
                                    "host mark rules installed in the nft backend of iptables");
                    assertThat(marked()).isEqualTo(Certainty.YES);
                    assertThat(HostMarkRules.apply(true).changes()).isEmpty();
                    assertThat(HostMarkRules.lacking(NetfilterReader.read(), true)).isEmpty();
                    return true;
                });
    }

    @Test
    void othersRulesStayAndOursComeFirst() throws Exception {
        inside(
                () -> {
                    write(Backend.NFT, "-A OUTPUT -j ACCEPT");
                    HostMarkRules.apply(true);
                    assertThat(output(Backend.NFT))
                            .extracting(Rule::text)
                            .containsExactly(
                                    "-A OUTPUT -m comment --comment \"naru-feeder: NARU_OUTPUT\""
                                            + " -j NARU_OUTPUT",
                                    "-A OUTPUT -j ACCEPT");
                    assertThat(marked()).isEqualTo(Certainty.YES);
                    return true;
                });
    }

    @Test
    void aJumpThatSomebodyMovedBehindAnAcceptComesBackToTheFront() throws Exception {
        inside(
                () -> {
                    HostMarkRules.apply(true);
                    write(Backend.NFT, "-I OUTPUT 1 -j ACCEPT");
                    assertThat(HostMarkRules.lacking(NetfilterReader.read(), true)).isPresent();
                    assertThat(marked()).isEqualTo(Certainty.NO);
                    HostMarkRules.apply(true);
                    assertThat(marked()).isEqualTo(Certainty.YES);
                    assertThat(output(Backend.NFT)).hasSize(2);
                    return true;
                });
    }

    @Test
    void removingLeavesNothingOfOursInEitherBackend() throws Exception {
        inside(
                () -> {
                    HostMarkRules.apply(true);
                    write(Backend.LEGACY, ":NARU_OUTPUT - [0:0]\n-A OUTPUT -j NARU_OUTPUT");
                    assertThat(HostMarkRules.apply(false).changes()).hasSize(2);
                    NetfilterState after = NetfilterReader.read();
                    for (Backend backend : Backend.values()) {
                        assertThat(after.ruleset(backend).chain("filter", "NARU_OUTPUT")).isEmpty();
                        assertThat(output(backend)).isEmpty();
                    }
                    assertThat(HostMarkRules.apply(false).changes()).isEmpty();
                    return true;
                });
    }

    @Test
    void aRuleMovedToTheOtherBackendComesHome() throws Exception {
        inside(
                () -> {
                    write(
                            Backend.LEGACY,
                            ":NARU_OUTPUT - [0:0]\n-A NARU_OUTPUT -j MARK --set-xmark 0xc00/0xf00\n"
                                    + "-A OUTPUT -j NARU_OUTPUT");
                    HostMarkRules.apply(true);
                    assertThat(output(Backend.LEGACY)).isEmpty();
                    assertThat(output(Backend.NFT)).hasSize(1);
                    return true;
                });
    }

    private static Certainty marked() {
        return NetfilterWalk.walk(NetfilterReader.read(), PROBE).carriesHostMark();
    }

    private static List<Rule> output(Backend backend) {
        return NetfilterReader.read()
                .ruleset(backend)
                .chain("filter", "OUTPUT")
                .map(chain -> chain.rules())
                .orElse(List.of());
    }

    private static void write(Backend backend, String lines) throws IOException {
        NetfilterWriter.restore(backend, "*filter\n" + lines + "\nCOMMIT\n");
    }

    private void inside(Callable<Boolean> action) throws Exception {
        Netns.call(namespace, action);
    }
}
