package naru.agent.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import naru.agent.loop.Engine;
import naru.agent.loop.NumberingStore;
import naru.agent.loop.ProblemBoard;
import naru.agent.loop.Revisions;
import naru.apply.map.Kernel;
import naru.apply.map.KernelTable;
import naru.apply.map.MapApplier;
import naru.cli.text.MonitorText;
import naru.cli.text.Paint;
import naru.compile.Compiler;
import naru.compile.Numbering;
import naru.datapath.EventBytes;
import naru.datapath.FlowEvent;
import naru.model.IgnoredLabels;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import naru.wire.AgentReplies.MonitorEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever bytes a program puts into the ring, a person reads a line about a packet, or nothing.
 */
@Timeout(3600)
class EventFuzzTest {

    private final EventTranslator translator = new EventTranslator("n1", engine());

    /** Without objects it has no reason to touch a table. */
    private static Engine engine() {
        Kernel kernel =
                new Kernel(
                        nothing(KernelTable.class),
                        nothing(KernelTable.class),
                        nothing(KernelTable.class),
                        nothing(KernelTable.class),
                        nothing(Kernel.Epochs.class));
        return new Engine(
                new Compiler("n1", Numbering.EMPTY, IgnoredLabels.NONE),
                new MapApplier(kernel),
                new NumberingStore(Path.of("/nowhere"), new ProblemBoard()),
                new Revisions(),
                new ProblemBoard());
    }

    @SuppressWarnings("unchecked")
    private static <T> T nothing(Class<?> type) {
        return (T)
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, _) -> {
                            throw new AssertionError(method + " of a table without need");
                        });
    }

    @Test
    void anyRecordOfTheRingIsALineOrNothing() {
        Fuzzing.of("event").inputs(6000).run(this::show);
    }

    private void show(byte[] input) {
        Optional<FlowEvent> event = EventBytes.read(input);
        if (event.isPresent()) {
            MonitorEvent line = translator.translate(event.get(), 0);
            Wording.check(PacketText.of(event.get()));
            for (String text : new MonitorText(Paint.NONE, true, true).lines(line)) {
                Wording.check(text.strip());
            }
            assertThat(line.sourcePort()).isBetween(0, 65535);
            assertThat(line.reason().isEmpty()).isEqualTo(line.reasonNumber() == 0);
        }
    }
}
