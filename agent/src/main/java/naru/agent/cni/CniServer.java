package naru.agent.cni;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import naru.agent.cni.CniCall.AttachmentId;
import naru.agent.endpoint.Calm;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.wire.AgentRequests;
import naru.wire.Json;
import naru.wire.Operation;
import naru.wire.Reply;
import org.jspecify.annotations.Nullable;

/** Answers CNI requests. */
public final class CniServer implements Operation {

    private static final System.Logger LOG = System.getLogger("naru.cni");

    private final PodAttacher attacher;
    private final PodDetacher detacher;
    private final PodChecker checker;
    private final Calm calm;
    private final Delivery delivery;
    private final GoneDevices gone;
    private final ContainerLocks locks = new ContainerLocks();
    private final CniParts parts;
    private final Departures departures;
    private final Readiness readiness;

    /** Told when a runtime got its answer to ADD. */
    @FunctionalInterface
    public interface Delivery {
        void delivered(String containerId, String interfaceName) throws Exception;
    }

    CniServer(CniParts parts, Departures departures, Delivery delivery) {
        this.attacher = new PodAttacher(parts, departures);
        this.detacher = new PodDetacher(parts, departures);
        this.checker = new PodChecker(parts);
        this.parts = parts;
        this.departures = departures;
        this.readiness = new Readiness(parts);
        this.calm = parts.calm();
        this.delivery = delivery;
        this.gone = new GoneDevices(parts, detacher);
    }

    /**
     * A host-side veth is gone: mostly because of DEL, but a runtime that lost a pod may never ask
     * for it. Then the endpoint goes too, so that its address can be used again.
     *
     * @return the endpoint, if it went because of this
     */
    public Optional<EndpointRecord> deviceGone(String device) {
        try {
            Optional<Endpoint> endpoint = gone.endpointOf(device);
            if (endpoint.isPresent()) {
                EndpointRecord record = endpoint.get().record();
                try (ContainerLocks.Held _ =
                        locks.take(
                                new AttachmentId(record.containerId(), record.interfaceName()))) {
                    return gone.detach(device);
                }
            }
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "cannot clean up after " + device, e);
        }
        return Optional.empty();
    }

    /** Does something about a container's network while no request about it is answered. */
    public void during(EndpointRecord record, Runnable work) throws InterruptedException {
        try (ContainerLocks.Held _ =
                locks.take(new AttachmentId(record.containerId(), record.interfaceName()))) {
            work.run();
        }
    }

    @Override
    public void answer(JsonNode args, Answer answer)
            throws IOException, Refusal, InterruptedException {
        calm.begin();
        try {
            answerNow(args, answer);
        } finally {
            calm.end();
        }
    }

    private void answerNow(JsonNode args, Answer answer)
            throws IOException, Refusal, InterruptedException {
        AgentRequests.Cni asked = Json.read(args, AgentRequests.Cni.class);
        long start = System.nanoTime();
        try {
            switch (CniRequestReader.read(asked)) {
                case CniRequest request -> answer(request, start, answer);
                case CniCall.Status _ -> {
                    readiness.require();
                    answer.send(null);
                }
                case CniCall.Collect collect -> {
                    new GarbageCollection(parts, detacher, departures, locks).collect(collect);
                    answer.send(null);
                    LOG.log(System.Logger.Level.INFO, "GC done in {0} ms", millisSince(start));
                }
            }
        } catch (CniFailure e) {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}", name(asked), sentence(e));
            throw new Refusal(
                    new Reply.Failure(
                            e.error().code(), String.valueOf(e.getMessage()), details(e)));
        }
    }

    private void answer(CniRequest request, long start, Answer answer)
            throws CniFailure, IOException, InterruptedException {
        try (ContainerLocks.Held _ =
                locks.take(new AttachmentId(request.containerId(), request.interfaceName()))) {
            deliver(request, answer(request), answer);
            log(request, start, "done");
            if (request.command() == CniRequest.Command.ADD) {
                told(request);
            }
        }
    }

    /**
     * Who asked for a pod's network and went before he got it does not know of it, and his DEL may
     * have come before: so nothing is left of it.
     */
    private void deliver(CniRequest request, @Nullable JsonNode result, Answer answer)
            throws CniFailure, IOException, InterruptedException {
        try {
            answer.send(result);
        } catch (IOException e) {
            if (request.command() == CniRequest.Command.ADD) {
                detacher.detach(request.containerId(), request.interfaceName(), request.netns());
                LOG.log(
                        System.Logger.Level.INFO,
                        "ADD {0} is taken back: nobody waits for it",
                        request.containerId());
            }
            throw e;
        }
    }

    private @Nullable JsonNode answer(CniRequest request) throws CniFailure, InterruptedException {
        return switch (request.command()) {
            case ADD -> add(request).toJson(request.version());
            case DEL -> {
                detacher.detach(request.containerId(), request.interfaceName(), request.netns());
                yield null;
            }
            case CHECK -> {
                checker.check(request);
                yield null;
            }
        };
    }

    /**
     * A second ADD is an error by the specification. But if the answer to the first one never
     * reached the runtime, it asks again in good faith: then it starts anew.
     */
    private CniResult add(CniRequest request) throws CniFailure, InterruptedException {
        Optional<Endpoint> there = find(request);
        if (there.isPresent() && there.get().record().answered()) {
            throw new CniFailure(
                    CniError.ALREADY_ATTACHED,
                    "container " + request.containerId() + " has " + request.interfaceName(),
                    "endpoint " + there.get().record().slot() + "; DEL comes before another ADD");
        }
        if (there.isPresent()) {
            detacher.detach(request.containerId(), request.interfaceName(), request.netns());
        }
        return attacher.attach(request);
    }

    private Optional<Endpoint> find(CniRequest request) throws CniFailure {
        try {
            return attacher.find(request.containerId(), request.interfaceName());
        } catch (Exception e) {
            throw new CniFailure(CniError.TRY_AGAIN, String.valueOf(e.getMessage()), "", e);
        }
    }

    private void told(CniRequest request) throws InterruptedException {
        try {
            delivery.delivered(request.containerId(), request.interfaceName());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "cannot note that ADD was answered", e);
        }
    }

    private static void log(CniRequest request, long start, String how) {
        LOG.log(
                System.Logger.Level.INFO,
                "{0} {1} {2} {3}: {4} in {5} ms",
                request.command(),
                request.pod().map(Object::toString).orElse("container"),
                request.containerId(),
                request.interfaceName(),
                how,
                millisSince(start));
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static String name(AgentRequests.Cni asked) {
        return asked.env().getOrDefault("CNI_COMMAND", "CNI");
    }

    private static String sentence(CniFailure e) {
        String details = details(e);
        return e.getMessage() + (details.isEmpty() ? "" : " (" + details + ")");
    }

    /** What is known besides, and what could not be taken back. */
    private static String details(CniFailure e) {
        return Stream.concat(
                        Stream.of(e.details()),
                        Arrays.stream(e.getSuppressed()).map(Throwable::getMessage))
                .filter(text -> text != null && !text.isEmpty())
                .collect(Collectors.joining("; "));
    }
}
