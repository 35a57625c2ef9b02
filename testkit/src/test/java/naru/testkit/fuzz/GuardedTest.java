package naru.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A parser that does what no parser should. */
class GuardedTest {

    private static final Limits TIGHT = new Limits(1, 1 << 20, 10);

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void parse(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.UTF_8);
        if (text.contains("hang")) {
            new CountDownLatch(1).await();
        }
        if (text.contains("bomb")) {
            assertThat(new byte[8 << 20]).isNotNull();
        }
        if (text.contains("throw")) {
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void aGoodInputIsNoFailure() {
        try (Guarded guarded = new Guarded(GuardedTest::parse, TIGHT)) {
            assertThat(guarded.tryOne(text("fine"))).isEmpty();
        }
    }

    @Test
    void whatIsThrownIsAFailureAndTheNextInputIsTriedToo() {
        try (Guarded guarded = new Guarded(GuardedTest::parse, TIGHT)) {
            assertThat(guarded.tryOne(text("throw")).map(Failure::cause))
                    .containsInstanceOf(IllegalStateException.class);
            assertThat(guarded.tryOne(text("fine"))).isEmpty();
        }
    }

    @Test
    void whatHangsIsAFailureThatShowsWhere() {
        try (Guarded guarded = new Guarded(GuardedTest::parse, TIGHT)) {
            Optional<Failure> failure = guarded.tryOne(text("hang"));
            assertThat(failure.orElseThrow().cause()).hasMessageContaining("hangs for 1 s");
            assertThat(failure.orElseThrow().cause().getStackTrace())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("parse");
            assertThat(guarded.isUsable()).isFalse();
        }
    }

    @Test
    void whatEatsMemoryIsAFailure() {
        try (Guarded guarded = new Guarded(GuardedTest::parse, TIGHT)) {
            assertThat(guarded.tryOne(text("bomb")).orElseThrow().cause())
                    .hasMessageContaining("bytes allocated");
        }
    }

    @Test
    void aFailingInputIsMadeAsSmallAsItsFailureAllows() {
        try (Guarded guarded = new Guarded(GuardedTest::parse, TIGHT)) {
            byte[] large = text("some text before, then throw, and a lot of text behind it");
            Failure failure = guarded.tryOne(large).orElseThrow();
            assertThat(Shrinking.of(guarded, failure).input()).isEqualTo(text("throw"));
        }
    }
}
