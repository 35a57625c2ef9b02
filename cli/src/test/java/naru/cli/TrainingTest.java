package naru.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** An answer that a command can't take ends it early, and its cache lacks the rest. */
class TrainingTest {

    @Test
    void eachCommandTakesTheAnswerThatItIsTrainedWith() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Training.run(new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> !line.equals("naru: warning: w"))
                .filteredOn(line -> !line.contains("root")) // whom the lab's commands want
                .isEmpty();
    }
}
