package naru.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoredLabelsTest {

    @Test
    void theyArePatterns() {
        IgnoredLabels labels = new IgnoredLabels(List.of("a", "b/*", "*-hash", "x*y*z"));

        assertThat(List.of("a", "b/", "b/c", "pod-template-hash", "xyz", "x1y2z"))
                .allMatch(labels::ignores);
        assertThat(List.of("ab", "b", "hash", "xz", "x1y2", "")).noneMatch(labels::ignores);
        assertThat(IgnoredLabels.DEFAULTS.ignores("pod-template-hash")).isTrue();
        assertThat(IgnoredLabels.DEFAULTS.ignores("app.kubernetes.io/name")).isFalse();
        assertThat(IgnoredLabels.NONE.ignores("pod-template-hash")).isFalse();
    }

    @Test
    void aPatternOfManyStarsIsAnsweredAtOnce() {
        IgnoredLabels ignored = new IgnoredLabels(List.of("a*a*a*a*a*a*a*a*a*a*a*b", "x*y*z"));

        assertThat(ignored.ignores("a".repeat(317))).isFalse();
        assertThat(ignored.ignores("a".repeat(316) + "b")).isTrue();
        assertThat(ignored.ignores("x-y-z")).isTrue();
        assertThat(ignored.ignores("x-z")).isFalse();
        assertThat(ignored.ignores("xyzz")).isTrue();
    }
}
