package naru.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {

    @Test
    void whatATerminalWouldObeyIsSpelledOut() {
        assertThat(Shown.text("a\u001b[2J b\u202e\nc")).isEqualTo("a\\u001b[2J b\\u202e\nc");
    }

    @Test
    void aLineIsOneLineWhateverWasSent() {
        assertThat(Shown.line("a\nb\r\u2028c")).isEqualTo("a\\u000ab\\u000d\\u2028c");
    }

    @Test
    void whatIsTooLongIsCutBetweenCharacters() {
        assertThat(Shown.line("\ud83d\ude00".repeat(501)))
                .isEqualTo("\ud83d\ude00".repeat(500) + "...");
        assertThat(Shown.text("a".repeat(1500))).hasSize(1500).doesNotEndWith("...");
    }
}
