package naru.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import java.util.TreeSet;
import naru.compile.PolicyEntry.Verdict;
import naru.model.NetworkPolicy.Direction;
import org.junit.jupiter.api.Test;

class PolicyTableTest {

    private static final Grant ALLOW = Grant.notIsolated(Direction.INGRESS);
    private static final Grant DENY =
            new Grant(
                    new Origin.LocalHost(),
                    Verdict.DENY,
                    Precedence.of(Precedence.LOCAL_HOST, Verdict.DENY));
    private static final PolicyKey ANY = PolicyKey.of(1, Direction.INGRESS, 300, 0, PortSpan.ANY);
    private static final PolicyKey TCP = ANY.withPorts(PortSpan.all(6));
    private static final PolicyKey PORT = ANY.withPorts(PortSpan.single(6, 80));

    private final PolicyTable table =
            new PolicyTable(
                    new Numbers<>(
                            1,
                            9,
                            Object::toString,
                            origins -> StableHash.of(origins.toString()),
                            new TreeMap<>()),
                    new WorkCounter());

    private Verdict verdict(PolicyKey key) {
        table.drain(new TreeMap<>(), new TreeSet<>());
        return table.entry(key).orElseThrow().verdict();
    }

    @Test
    void theKernelFindsTheLongestPrefixSoItSaysWhatAHeavierShorterOneSays() {
        table.add(PORT, ALLOW);
        assertThat(verdict(PORT)).isEqualTo(Verdict.ALLOW);
        table.add(ANY, DENY);
        assertThat(verdict(PORT)).isEqualTo(Verdict.DENY);
        table.remove(ANY, DENY);
        assertThat(verdict(PORT)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void aHeavierLongerPrefixStays() {
        table.add(PORT, DENY);
        table.add(TCP, ALLOW);
        assertThat(verdict(PORT)).isEqualTo(Verdict.DENY);
        assertThat(verdict(TCP)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void ofOneKeyTheHeaviestGrantCountsAndNamesItsOrigins() {
        table.add(PORT, ALLOW);
        table.add(PORT, DENY);
        assertThat(verdict(PORT)).isEqualTo(Verdict.DENY);
    }

    @Test
    void anotherPeerIsNotTouched() {
        PolicyKey other = PolicyKey.of(1, Direction.INGRESS, 301, 0, PortSpan.single(6, 80));
        table.add(other, ALLOW);
        table.add(ANY, DENY);
        assertThat(verdict(other)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void aGrantThatCameTwiceGoesTwice() {
        table.add(PORT, ALLOW);
        table.add(PORT, ALLOW);
        table.remove(PORT, ALLOW);
        assertThat(verdict(PORT)).isEqualTo(Verdict.ALLOW);
        table.remove(PORT, ALLOW);
        TreeSet<PolicyKey> removals = new TreeSet<>();
        table.drain(new TreeMap<>(), removals);
        assertThat(removals).containsExactly(PORT);
    }
}
