package naru.apply.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What devices say of themselves fits, and is read as it was meant. */
class AliasTest {

    private static final Alias BEGUN = Alias.of("c-1", "eth0");

    @Test
    void anAnsweredAddSaysWhatTheFilesOnDiskWouldSay() {
        Alias answered = BEGUN.with(12, "naru", "shop/web");
        assertThat(answered.text()).isEqualTo("c-1/eth0 12 naru shop/web");
        assertThat(Alias.parse(answered.text())).isEqualTo(answered);
        assertThat(BEGUN.with(12, "", "").text()).isEqualTo("c-1/eth0 12 - -");
        assertThat(Alias.parse("c-1/eth0 12 - -")).isEqualTo(BEGUN.with(12, "", ""));
    }

    @Test
    void whatDoesNotFitIsLeftOut() {
        String longest = "n".repeat(63) + "/" + "p".repeat(253);
        Alias answered = BEGUN.with(7, "naru", longest);
        assertThat(answered.text()).isEqualTo("c-1/eth0 7 naru");
        assertThat(Alias.parse(answered.text()).answered().orElseThrow().pod()).isEmpty();
        assertThat(BEGUN.with(7, "n".repeat(250), longest).text()).isEqualTo("c-1/eth0 7 -");
        assertThat(Alias.of("c".repeat(250), "eth0").with(7, "", "").answered()).isEmpty();
    }

    @Test
    void whatOthersWroteIsNotTakenForMore() {
        for (String text :
                new String[] {
                    "", "c-1/eth0", "mine too", "another container/eth0", "c-1/eth0 x y z"
                }) {
            assertThat(Alias.parse(text)).isEqualTo(new Alias(text, Optional.empty()));
        }
    }

    @Test
    void aDeviceThatSaysLessIsLeftAsItIs() {
        Alias answered = BEGUN.with(12, "naru", "shop/web");
        assertThat(answered.isSaidBy(BEGUN)).isTrue();
        assertThat(answered.isSaidBy(answered)).isTrue();
        assertThat(answered.isSaidBy(BEGUN.with(12, "naru", "shop/db"))).isFalse();
        assertThat(answered.isSaidBy(Alias.parse("mine too"))).isFalse();
    }
}
