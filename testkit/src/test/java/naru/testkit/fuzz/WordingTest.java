package naru.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {

    @Test
    void aSentenceIsFine() {
        assertThatCode(() -> Wording.check("web.yaml:7: Pod shop/web: spec.x: must be a text"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "cannot read null",
                "java.lang.IllegalStateException: no",
                "a NullPointerException happened",
                "red: \u001b[31m",
                "two\nlines",
                "right to left: \u202e",
                "Optional[x] is not there",
                "naru.wire.Request@1a2b3c4d"
            })
    void whatNobodyWantsToReadIsNot(String said) {
        assertThatThrownBy(() -> Wording.check(said)).isInstanceOf(AssertionError.class);
    }

    @Test
    void whatTheUserWroteMayBeRepeated() {
        assertThatCode(() -> Wording.check("\"null\" must be a CIDR")).doesNotThrowAnyException();
        assertThatCode(() -> Wording.check("unknown key null", "{null: 1}"))
                .doesNotThrowAnyException();
    }
}
