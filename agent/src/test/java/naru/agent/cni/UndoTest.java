package naru.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoTest {

    @Test
    void stepsAreTakenBackInReverseAndAllOfThemAreTried() {
        List<String> done = new ArrayList<>();
        Undo undo = new Undo();
        undo.add("the address", () -> done.add("address"));
        undo.add(
                "the device",
                () -> {
                    throw new IllegalStateException("busy");
                });
        undo.add("the programs", () -> done.add("programs"));
        Exception cause = new Exception("no room");
        undo.run(cause);
        assertThat(done).containsExactly("programs", "address");
        assertThat(cause.getSuppressed())
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("could not take back the device: busy");
    }
}
