package naru.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NumbersTest {

    private static Numbers<String> numbers(SortedMap<Integer, String> restored) {
        return new Numbers<>(256, 3, text -> text, text -> text.charAt(0), restored);
    }

    private final Numbers<String> numbers = numbers(new TreeMap<>());

    @Test
    void aNumberIsTheHashButNeverAReservedOne() {
        assertThat(numbers.claim("a")).isEqualTo(256);
        assertThat(new Numbers<String>(1, 3, t -> t, StableHash::of, new TreeMap<>()).claim("a"))
                .isEqualTo(StableHash.of("a"));
    }

    @Test
    void valuesThatCollideGetDifferentNumbersAndKeepThem() {
        int first = numbers.claim("ab");
        int second = numbers.claim("ac");
        assertThat(second).isNotEqualTo(first);
        assertThat(numbers.claim("ab")).isEqualTo(first);
        assertThat(numbers.value(second)).contains("ac");
    }

    @Test
    void aNumberThatNobodyHoldsIsKeptFromOthersForAWhile() {
        int number = numbers.claim("ab");
        numbers.release("ab");
        for (int i = 0; i < 3; i++) {
            numbers.nextGeneration();
            assertThat(numbers.value(number)).contains("ab");
        }
        numbers.nextGeneration();
        assertThat(numbers.value(number)).isEmpty();
        assertThat(numbers.claim("ac")).isEqualTo(number);
    }

    @Test
    void theSameValueGetsItsNumberBackAndStartsAnew() {
        int number = numbers.claim("ab");
        numbers.release("ab");
        numbers.nextGeneration();
        assertThat(numbers.claim("ab")).isEqualTo(number);
        for (int i = 0; i < 9; i++) {
            numbers.nextGeneration();
        }
        assertThat(numbers.value(number)).contains("ab");
    }

    @Test
    void aRestartGoesOnWithTheSameNumbersInWhateverOrder() {
        int first = numbers.claim("ab");
        int second = numbers.claim("ac");

        Numbers<String> restarted = numbers(numbers.all());
        assertThat(restarted.claim("ad")).as("a stranger that collides").isNotIn(first, second);
        assertThat(restarted.claim("ac")).isEqualTo(second);
        assertThat(restarted.claim("ab")).isEqualTo(first);
        assertThat(restarted.all()).containsAllEntriesOf(numbers.all());
    }

    @Test
    void textsOfDifferentSetsDiffer() {
        String a = new Canonical().part("label", "a", "b c").toString();
        String b = new Canonical().part("label", "a b", "c").toString();
        String c = new Canonical().part("label", "a", "b").part("c").toString();
        assertThat(a).isNotEqualTo(b).isNotEqualTo(c);
    }
}
