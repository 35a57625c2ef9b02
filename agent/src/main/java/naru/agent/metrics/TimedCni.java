package naru.agent.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import naru.wire.Operation;
import org.jspecify.annotations.Nullable;

/** Passes CNI requests on, and notes how long each took until it was answered. */
final class TimedCni implements Operation {

    private static final Set<String> VERBS =
            Set.of("ADD", "DEL", "CHECK", "GC", "STATUS", "VERSION");

    private final Operation cni;
    private final Supplier<Latencies> latencies;

    TimedCni(Operation cni, Supplier<Latencies> latencies) {
        this.cni = cni;
        this.latencies = latencies;
    }

    @Override
    public void answer(JsonNode args, Answer answer)
            throws IOException, Refusal, InterruptedException {
        String asked = args.at("/env/CNI_COMMAND").asText();
        String verb = VERBS.contains(asked) ? asked : "other"; // so that nobody invents series
        long begin = System.nanoTime();
        try {
            cni.answer(args, new Timed(answer, verb, begin));
        } catch (Refusal e) {
            String code = String.valueOf(e.failure().code());
            latencies.get().cniAnswered(verb, code, System.nanoTime() - begin);
            throw e;
        }
    }

    private final class Timed implements Answer {

        private final Answer answer;
        private final String verb;
        private final long begin;

        private Timed(Answer answer, String verb, long begin) {
            this.answer = answer;
            this.verb = verb;
            this.begin = begin;
        }

        @Override
        public void send(@Nullable Object result) throws IOException {
            latencies.get().cniAnswered(verb, "ok", System.nanoTime() - begin);
            answer.send(result);
        }

        @Override
        public void stream(Object result) throws IOException {
            answer.stream(result);
        }

        @Override
        public void interruptOnHangUp() {
            answer.interruptOnHangUp();
        }
    }
}
