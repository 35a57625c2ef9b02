package naru.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MutatorTest {

    private static final byte[] SEED = "{\"a\": 5}\n".getBytes(StandardCharsets.UTF_8);

    private final Mutator mutator =
            new Mutator(List.of(SEED), List.of("word".getBytes(StandardCharsets.UTF_8)));

    private String mutant(long seed) {
        return new String(mutator.mutant(new Random(seed)), StandardCharsets.ISO_8859_1);
    }

    @Test
    void theSameSeedGivesTheSameMutant() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(mutant(seed)).isEqualTo(mutant(seed));
        }
    }

    @Test
    void differentSeedsGiveManyDifferentMutantsOfBoundedLength() {
        Set<String> mutants = new HashSet<>();
        for (long seed = 0; seed < 2000; seed++) {
            mutants.add(mutant(seed));
        }
        assertThat(mutants).hasSizeGreaterThan(1500).allMatch(it -> it.length() <= 1 << 20);
        assertThat(mutants).anyMatch(it -> it.contains("word"));
        assertThat(mutants).anyMatch(it -> it.contains("65536"));
        assertThat(mutants).anyMatch(it -> it.contains("[[[["));
    }

    @Test
    void theSeedStaysAsItWas() {
        byte[] before = SEED.clone();
        mutant(1);
        assertThat(SEED).isEqualTo(before);
    }
}
