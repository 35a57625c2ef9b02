package naru.apply.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.apply.forward.ForwardRules.Difference;
import naru.linux.netfilter.Backend;
import naru.linux.netfilter.Certainty;
import naru.linux.netfilter.NetfilterPacket;
import naru.linux.netfilter.NetfilterReader;
import naru.linux.netfilter.NetfilterWalk;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two rules for pods where FORWARD drops the rest, in both backends of iptables. */
@Tag("root")
class ForwardRulesTest {

    private static final NetfilterPacket TO_A_POD =
            new NetfilterPacket(
                    NetfilterPacket.Way.THROUGH,
                    0xc000020a,
                    0x0af40105,
                    6,
                    80,
                    "eth0",
                    "naru00000001",
                    NetfilterPacket.Connection.NEW);

    private final ThrowAwayNetns node = ThrowAwayNetns.create("firewall");

    @AfterEach
    void deleteIt() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void podsPassWhereThePolicyIsDropAndOthersDont(Backend backend) throws Exception {
        run(backend, "-P", "FORWARD", "DROP");
        assertThat(dropped()).isTrue();

        assertThat(apply(backend, true)).isEqualTo(Difference.MISSING);
        assertThat(dropped()).isFalse();
        assertThat(apply(backend, true)).as("a second time").isEqualTo(Difference.NONE);
        assertThat(apply(backend.other(), true)).isEqualTo(Difference.NONE);

        run(backend, "-D", "FORWARD", "1");
        assertThat(dropped()).isFalse();
        run(backend, "-D", "FORWARD", "1");
        assertThat(dropped()).isTrue();
        assertThat(apply(backend, true)).isEqualTo(Difference.MISSING);

        run(backend, "-P", "FORWARD", "ACCEPT");
        assertThat(apply(backend, true)).isEqualTo(Difference.NEEDLESS);
        assertThat(rules(backend)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void whatOthersRefuseStaysRefused(Backend backend) throws Exception {
        run(backend, "-P", "FORWARD", "DROP");
        run(backend, "-A", "FORWARD", "-s", "192.0.2.0/24", "-j", "REJECT");
        apply(backend, true);
        assertThat(rules(backend)).hasSize(3);
        assertThat(dropped()).isTrue();

        assertThat(apply(backend, false)).isEqualTo(Difference.NEEDLESS);
        assertThat(rules(backend)).hasSize(1);
    }

    @Test
    void whereNobodyHasRulesNothingIsMade() throws Exception {
        assertThat(apply(Backend.NFT, true)).isEqualTo(Difference.NONE);
        assertThat(apply(Backend.LEGACY, true)).isEqualTo(Difference.NONE);
        assertThat(node.call(NetfilterReader::read).ruleset(Backend.NFT).tables()).isEmpty();
        assertThat(node.call(NetfilterReader::read).ruleset(Backend.LEGACY).tables()).isEmpty();
    }

    private Difference apply(Backend backend, boolean wanted) throws Exception {
        return node.call(() -> ForwardRules.apply(backend, wanted));
    }

    private boolean dropped() throws Exception {
        return NetfilterWalk.walk(node.call(NetfilterReader::read), TO_A_POD)
                .dropped()
                .filter(visit -> visit.matched() == Certainty.YES)
                .isPresent();
    }

    private List<String> rules(Backend backend) throws Exception {
        return node
                .call(() -> NetfilterReader.chain(backend, "filter", "FORWARD"))
                .orElseThrow()
                .rules()
                .stream()
                .map(rule -> rule.text())
                .toList();
    }

    private void run(Backend backend, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("iptables-" + backend.word()));
        command.addAll(List.of(arguments));
        int status = node.call(() -> new ProcessBuilder(command).inheritIO().start().waitFor());
        assertThat(status).as(String.join(" ", command)).isZero();
    }
}
