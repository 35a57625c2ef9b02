package naru.agent.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import naru.linux.netfilter.RulesetStamp;
import org.junit.jupiter.api.Test;

/** Each look reads all rules, so how often one happens is what it costs. */
class RuleLooksTest {

    private static final long LOOK_TAKES = 10;

    private int ruleset;
    private long now;
    private int looked;
    private boolean wanted = true;

    private final RuleLooks looks =
            new RuleLooks(
                    () -> new RulesetStamp(OptionalInt.of(ruleset), OptionalLong.empty()),
                    () -> now);

    /** The number of looks until now. */
    private int look() {
        looks.ifChanged(
                () -> {
                    looked++;
                    now += LOOK_TAKES;
                    return wanted;
                });
        return looked;
    }

    @Test
    void rulesThatAreAsWantedAreReadAgainOnlyWhenSomebodyChangedSome() {
        assertThat(look()).isEqualTo(1);
        now += 1000;
        assertThat(look()).isEqualTo(1);
        ruleset++;
        assertThat(look()).isEqualTo(2);
    }

    /** A legacy table that is put back to what it was has the stamp that it had. */
    @Test
    void rulesThatWereNotAsWantedAreReadAgainWhateverTheirStampIs() {
        wanted = false;
        look();
        assertThat(look()).isEqualTo(2);
    }

    @Test
    void howeverOftenOthersChangeTheirsAFiftiethOfTheTimeIsSpent() {
        look();
        long begin = now;
        for (; now < begin + 10_000; now++) {
            ruleset++;
            look();
        }
        assertThat((looked - 1) * LOOK_TAKES).isBetween(180L, 220L);
    }

    @Test
    void theFirstLookWhileTheAgentStartsPutsOffNoOther() {
        look();
        ruleset++;
        assertThat(look()).isEqualTo(2);
        ruleset++;
        assertThat(look()).isEqualTo(2);
        now += 50 * LOOK_TAKES;
        assertThat(look()).isEqualTo(3);
    }
}
