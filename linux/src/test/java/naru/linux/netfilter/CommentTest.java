package naru.linux.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommentTest {

    @Test
    void aCommentThatLooksLikeATargetIsAComment() {
        Rule rule = Rule.parse(1, "-A OUTPUT -m comment --comment -j -j ACCEPT");

        assertThat(rule.comment()).isEqualTo("-j");
        assertThat(rule.jumpsTo("ACCEPT")).isTrue();
    }
}
