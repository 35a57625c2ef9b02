package naru.agent.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private static Engine engine() {
        Kernel kernel =
                new Kernel(
                        new Nothing<>(),
                        new Nothing<>(),
                        new Nothing<>(),
                        new Nothing<>(),
                        _ -> {});
        return new Engine(
                new Compiler("n1", Numbering.EMPTY, Set.of()),
                new MapApplier(kernel),
                new NumberingStore(java.nio.file.Path.of("/nowhere")),
                new Revisions(),
                new ProblemBoard());
    }

    /** A table that stays empty. */
    private static final class Nothing<K, V> implements KernelTable<K, V> {

        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public Map<K, V> dump() {
            return Map.of();
        }

        @Override
        public void putAll(Map<K, V> wished) {}

        @Override
        public void remove(K key) {}

        @Override
        public int maximum() {
            return Integer.MAX_VALUE;
        }
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
