package naru.agent.metrics;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import naru.agent.ops.Sources;
import naru.wire.AgentReplies;
import naru.wire.AgentRequests;
import naru.wire.Json;
import naru.wire.Operation;

/** What an agent tells Prometheus. Any thread. */
public final class Metrics {

    private final ReentrantLock scraping = new ReentrantLock();
    private final AtomicReference<Reading> reading = new AtomicReference<>();
    private final Callable<Reading> read;
    private final CompletableFuture<Made> made;

    private record Made(PrometheusRegistry registry, Latencies latencies) {}

    /**
     * @param read takes a reading; called once a scrape
     */
    Metrics(Callable<Reading> read) {
        this.read = read;
        // 25 ms of somebody else's initialisation, for which no agent's start has to wait
        this.made =
                CompletableFuture.supplyAsync(
                        this::make, work -> Thread.ofVirtual().name("metrics").start(work));
    }

    private Made make() {
        PrometheusRegistry registry = new PrometheusRegistry();
        Latencies latencies = new Latencies(registry);
        Families.register(registry, () -> requireNonNull(reading.get()));
        return new Made(registry, latencies);
    }

    /** Of an agent, from now on. */
    public static Metrics of(Sources sources, Instant started) {
        Reader reader = new Reader(sources, started);
        Metrics metrics = new Metrics(() -> sources.loop().read(reader::read));
        sources.engine().timing().tell(it -> metrics.latencies().policyChanged(it));
        return metrics;
    }

    Latencies latencies() {
        return made.join().latencies;
    }

    /** Passes CNI requests on and takes their time. */
    public Operation timed(Operation cni) {
        return new TimedCni(cni, this::latencies);
    }

    /** {@code metrics}, on the agent's socket. */
    public void answer(JsonNode args, Operation.Answer answer)
            throws IOException, InterruptedException {
        answer.send(text(Json.read(args, AgentRequests.Metrics.class).accept()));
    }

    /**
     * All of it, as it is now.
     *
     * @param accept which format, as in HTTP's header
     * @throws IllegalStateException if the agent is stopping
     */
    AgentReplies.Metrics text(String accept) throws IOException, InterruptedException {
        ExpositionFormatWriter format = ExpositionFormats.init().findWriter(accept);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        format.write(text, scrape());
        return new AgentReplies.Metrics(
                format.getContentType(), text.toString(StandardCharsets.UTF_8));
    }

    MetricSnapshots scrape() throws InterruptedException {
        scraping.lockInterruptibly();
        try {
            reading.set(read.call());
            return made.join().registry.scrape();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        } finally {
            scraping.unlock();
        }
    }
}
