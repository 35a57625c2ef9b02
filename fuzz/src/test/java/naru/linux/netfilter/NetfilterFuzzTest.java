package naru.linux.netfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the tools print, a packet's way through it ends. */
@Timeout(3600)
class NetfilterFuzzTest {

    private static final NetfilterPacket PACKET =
            NetfilterPacket.made(0x0a000001, 0x0a000002, 6, 80, "naru1");

    @Test
    void anyRulesAreWalkedToAnEnd() {
        Fuzzing.of("iptables-save")
                .words(
                        "-j ",
                        "-g ",
                        "! ",
                        "-A OUTPUT ",
                        "\"",
                        "\\",
                        "--set-xmark ",
                        "0xc00/0xf00",
                        "COMMIT\n")
                .inputs(1000)
                .limits(new Limits(20, 2L << 30, 5000)) // chains that branch are walked far
                .run(input -> walk(text(input), ""));
    }

    /** The kernel takes them, and would follow each packet through 2^40 rules. */
    @Test
    void chainsThatBranchAgainAndAgainAreLeftAtSomePoint() {
        var rules = new StringBuilder("*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j C0\n");
        for (int i = 0; i < 40; i++) {
            rules.append(":C").append(i).append(" - [0:0]\n");
            rules.append(("-A C" + i + " -j C" + (i + 1) + "\n").repeat(2));
        }
        assertTimeout(Duration.ofSeconds(20), () -> walk(rules.append("COMMIT\n").toString(), ""));
    }

    @Test
    void anyRulesetOfNftIsReadToItsEnd() {
        Fuzzing.of("nft-list")
                .words(
                        "table ip x {\n",
                        "chain y {\n",
                        "}\n",
                        "jump y\n",
                        "type filter hook output priority ")
                .inputs(2000)
                .run(input -> walk("", text(input)));
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    private static void walk(String saved, String listed) {
        NftText.Contents contents = NftText.parse(listed);
        Map<Backend, Ruleset> rulesets = new EnumMap<>(Backend.class);
        for (Backend backend : Backend.values()) {
            rulesets.put(backend, Ruleset.parse(backend, saved));
        }
        NetfilterState state =
                new NetfilterState(Backend.NFT, rulesets, contents.baseChains(), List.of());
        for (NetfilterPacket.Way way : NetfilterPacket.Way.values()) {
            NetfilterPacket packet =
                    new NetfilterPacket(
                            way,
                            PACKET.source(),
                            PACKET.destination(),
                            6,
                            80,
                            "eth0",
                            "naru1",
                            NetfilterPacket.Connection.NEW);
            assertThat(NetfilterWalk.walk(state, packet).visits()).isNotNull();
        }
    }
}
