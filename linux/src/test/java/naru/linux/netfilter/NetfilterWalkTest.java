package naru.linux.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A kubelet's probe from 172.30.0.11 to the pod 10.244.1.5, port 8082. */
class NetfilterWalkTest {

    private static final NetfilterPacket PROBE =
            NetfilterPacket.made(0xac1e000b, 0x0af40105, 6, 8082, "naru1");
    private static final String JUMP = "-A OUTPUT -m comment --comment naru -j NARU_OUTPUT";
    private static final String MARK =
            "-A NARU_OUTPUT -m mark ! --mark 0xe00/0xf00 -j MARK --set-xmark 0xc00/0xf00";

    @Test
    void theRuleInAChainThatOutputJumpsToMarksTheProbe() {
        Passage passage = walk(filter(Backend.NFT, JUMP, MARK));
        assertThat(passage.carriesHostMark()).isEqualTo(Certainty.YES);
        assertThat(passage.marks())
                .extracting(Visit::describe)
                .containsExactly("rule 1 of filter/NARU_OUTPUT (nft)");
        assertThat(passage.certain()).isTrue();
    }

    @Test
    void anEarlierAcceptKeepsTheProbeFromTheMark() {
        Passage passage =
                walk(filter(Backend.NFT, "-A OUTPUT -d 10.244.0.0/16 -j ACCEPT", JUMP, MARK));
        assertThat(passage.carriesHostMark()).isEqualTo(Certainty.NO);
        assertThat(passage.stops())
                .extracting(Visit::describe)
                .containsExactly("rule 1 of filter/OUTPUT (nft)");
    }

    @Test
    void anAcceptInAChainJumpedToBeforeEndsTheTableToo() {
        Passage passage =
                walk(
                        filter(
                                Backend.NFT,
                                "-A OUTPUT -j KUBE",
                                JUMP,
                                "-A KUBE -o naru+ -j ACCEPT",
                                MARK));
        assertThat(passage.carriesHostMark()).isEqualTo(Certainty.NO);
        assertThat(passage.stops().getFirst().chain()).isEqualTo("KUBE");
    }

    @Test
    void anAcceptForOthersIsNoObstacle() {
        Passage passage =
                walk(
                        filter(
                                Backend.NFT,
                                "-A OUTPUT -o lo -j ACCEPT",
                                "-A OUTPUT -d 192.0.2.0/24 -j ACCEPT",
                                JUMP,
                                MARK));
        assertThat(passage.carriesHostMark()).isEqualTo(Certainty.YES);
    }

    @Test
    void anAcceptForEstablishedConnectionsHitsEachPacketButTheFirst() {
        NetfilterState state =
                filter(
                        Backend.NFT,
                        "-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                        JUMP,
                        MARK);
        assertThat(walk(state).carriesHostMark()).isEqualTo(Certainty.YES);
        NetfilterPacket later = PROBE.withConnection(NetfilterPacket.Connection.ESTABLISHED);
        assertThat(NetfilterWalk.walk(state, later).carriesHostMark()).isEqualTo(Certainty.NO);
    }

    @Test
    void anAcceptInTheOtherBackendIsNoObstacle() {
        Passage passage =
                walk(
                        both(
                                filter(Backend.NFT, "-A OUTPUT -j ACCEPT"),
                                filter(Backend.LEGACY, JUMP, MARK)));
        assertThat(passage.carriesHostMark()).isEqualTo(Certainty.YES);
        assertThat(passage.marks().getFirst().backend()).isEqualTo(Backend.LEGACY);
    }

    @Test
    void aDropInTheOtherBackendIsFinal() {
        Passage passage =
                walk(
                        both(
                                filter(Backend.NFT, JUMP, MARK),
                                filter(Backend.LEGACY, "-A OUTPUT -p tcp -j DROP")));
        assertThat(passage.dropped())
                .map(Visit::describe)
                .hasValue("rule 1 of filter/OUTPUT (legacy)");
    }

    @Test
    void aRuleInADormantTableMarksNothing() {
        NetfilterState awake = filter(Backend.NFT, JUMP, MARK);
        Table table = awake.ruleset(Backend.NFT).table("filter").orElseThrow().asDormant();
        assertThat(walk(state(Map.of(Backend.NFT, ruleset(table)))).carriesHostMark())
                .isEqualTo(Certainty.NO);
    }

    @Test
    void aConditionThatCannotBeJudgedMakesADoubtAndNotAVerdict() {
        Passage passage =
                walk(filter(Backend.NFT, "-A OUTPUT -m limit --limit 5/sec -j ACCEPT", JUMP, MARK));
        assertThat(passage.carriesHostMark()).isEqualTo(Certainty.YES);
        assertThat(passage.certain()).isFalse();
        assertThat(passage.doubts())
                .extracting(Visit::describe)
                .containsExactly("rule 1 of filter/OUTPUT (nft)");
    }

    @Test
    void aLaterTableThatClearsTheMarkIsFound() {
        Table filter =
                filter(Backend.NFT, JUMP, MARK).ruleset(Backend.NFT).table("filter").orElseThrow();
        Table mangle =
                table(
                        Backend.NFT,
                        "mangle",
                        "POSTROUTING",
                        "-A POSTROUTING -j MARK --set-xmark 0x0/0xf00");
        Passage passage = walk(state(Map.of(Backend.NFT, ruleset(filter, mangle))));
        assertThat(passage.carriesHostMark()).isEqualTo(Certainty.NO);
        assertThat(passage.marks().getLast().table()).isEqualTo("mangle");
    }

    @Test
    void theProbeIsOfAProcessOfRoot() {
        assertThat(
                        walk(filter(
                                        Backend.NFT,
                                        "-A OUTPUT -m owner --uid-owner 0 -j ACCEPT",
                                        JUMP,
                                        MARK))
                                .carriesHostMark())
                .isEqualTo(Certainty.NO);
        assertThat(
                        walk(filter(
                                        Backend.NFT,
                                        "-A OUTPUT -m owner --uid-owner 999 -j ACCEPT",
                                        JUMP,
                                        MARK))
                                .carriesHostMark())
                .isEqualTo(Certainty.YES);
    }

    @Test
    void whatPassesThroughMeetsForwardWithBothDevices() {
        NetfilterPacket through =
                new NetfilterPacket(
                        NetfilterPacket.Way.THROUGH,
                        0x0af40202,
                        0x0af40105,
                        6,
                        8082,
                        "eth0",
                        "naru1",
                        NetfilterPacket.Connection.NEW);
        Table forward =
                table(Backend.NFT, "filter", "FORWARD", "-A FORWARD -i eth0 -o naru+ -j DROP");
        assertThat(
                        NetfilterWalk.walk(state(Map.of(Backend.NFT, ruleset(forward))), through)
                                .dropped())
                .map(Visit::describe)
                .hasValue("rule 1 of filter/FORWARD (nft)");
        assertThat(walk(state(Map.of(Backend.NFT, ruleset(forward)))).dropped()).isEmpty();
    }

    @Test
    void returnAtTheTopSendsTheProbeToThePolicy() {
        Passage passage = walk(filter(Backend.NFT, "-A OUTPUT -p tcp -j RETURN", JUMP, MARK));
        assertThat(passage.carriesHostMark()).isEqualTo(Certainty.NO);
        assertThat(passage.dropped()).isEmpty();
    }

    private static Passage walk(NetfilterState state) {
        return NetfilterWalk.walk(state, PROBE);
    }

    private static NetfilterState filter(Backend backend, String... rules) {
        return state(Map.of(backend, ruleset(table(backend, "filter", "OUTPUT", rules))));
    }

    private static Table table(Backend backend, String name, String base, String... rules) {
        StringBuilder text = new StringBuilder("*" + name + "\n:" + base + " ACCEPT [0:0]\n");
        for (String rule : rules) {
            String chain = rule.split(" ")[1];
            if (!chain.equals(base)) {
                text.append(":").append(chain).append(" - [0:0]\n");
            }
        }
        text.append(String.join("\n", rules)).append("\nCOMMIT\n");
        return SaveText.parse(backend, text.toString()).get(name);
    }

    private static Ruleset ruleset(Table... tables) {
        Map<String, Table> byName = new HashMap<>();
        for (Table table : tables) {
            byName.put(table.name(), table);
        }
        return new Ruleset(tables[0].backend(), Ruleset.Access.READ, "", byName);
    }

    private static NetfilterState both(NetfilterState one, NetfilterState other) {
        Map<Backend, Ruleset> rulesets = new HashMap<>(one.rulesets());
        rulesets.putAll(other.rulesets());
        return state(rulesets);
    }

    private static NetfilterState state(Map<Backend, Ruleset> rulesets) {
        return new NetfilterState(Backend.NFT, rulesets, List.of(), List.of());
    }
}
