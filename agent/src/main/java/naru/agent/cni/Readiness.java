package naru.agent.cni;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import naru.agent.endpoint.Attachment;
import naru.agent.endpoint.Endpoints;
import naru.agent.loop.Engine;
import naru.ipam.Answer;
import naru.ipam.PoolCounts;
import naru.model.Ipv4Address;

/**
 * STATUS: whether an ADD can succeed now. Runtimes ask every few seconds, so it looks at what it
 * has in memory, and at pods' devices only if something is wrong.
 */
final class Readiness {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CniParts parts;

    Readiness(CniParts parts) {
        this.parts = parts;
    }

    private record State(boolean synced, int endpoints, List<Attachment> attachments) {}

    /**
     * @throws CniFailure 50 if no pod can be attached; 51 if besides, pods that are there lack
     *     something
     */
    void require() throws CniFailure, InterruptedException {
        State state = state();
        List<String> reasons = reasons(state);
        if (!reasons.isEmpty()) {
            List<String> limits = limits(state);
            throw new CniFailure(
                    limits.isEmpty() ? CniError.UNAVAILABLE : CniError.LIMITED,
                    reasons.removeFirst(),
                    String.join(
                            "; ",
                            java.util.stream.Stream.of(reasons, limits)
                                    .flatMap(List::stream)
                                    .toList()));
        }
    }

    private State state() throws CniFailure, InterruptedException {
        Engine engine = parts.engine();
        try {
            return new Deadline(PATIENCE)
                    .await(
                            parts.loop()
                                    .ask(
                                            () ->
                                                    new State(
                                                            engine.isSynced(),
                                                            engine.endpoints().all().size(),
                                                            attachments(engine))),
                            "the agent is too busy to answer");
        } catch (CniFailure e) {
            throw new CniFailure(
                    CniError.UNAVAILABLE, String.valueOf(e.getMessage()), e.details(), e);
        }
    }

    private static List<Attachment> attachments(Engine engine) {
        return engine.endpoints().all().stream()
                .filter(e -> e.record().answered() && !e.record().leaving())
                .flatMap(e -> e.attachment().stream())
                .toList();
    }

    private List<String> reasons(State state) {
        List<String> reasons = new ArrayList<>();
        if (!state.synced) {
            reasons.add("the agent has not read all objects of the cluster yet");
        }
        if (state.endpoints >= Endpoints.MAXIMUM) {
            reasons.add("this node has " + state.endpoints + " endpoints, as many as it can have");
        }
        addresses(reasons);
        if (parts.node().get().address().equals(new Ipv4Address(0))) {
            reasons.add("this node has no address that it could speak to pods from");
        }
        try {
            parts.store().requireWritable();
        } catch (IOException e) {
            reasons.add("endpoints can't be written down: " + e.getMessage());
        }
        return reasons;
    }

    private void addresses(List<String> reasons) {
        PoolCounts counts = parts.addresses().counts();
        if (counts.free() == 0) {
            reasons.add(new Answer.Full(parts.addresses().ranges(), counts).reason());
        }
    }

    /** What pods that are there lack. */
    private List<String> limits(State state) {
        List<String> limits = new ArrayList<>();
        if (!parts.engine().closedSets().isEmpty()) {
            limits.add("pods are closed because their policy does not fit into the kernel");
        }
        long open =
                state.attachments.stream()
                        .filter(a -> !parts.hooks().isAttached(a.ifindex()))
                        .count();
        if (open > 0) {
            limits.add("a program is missing at the devices of " + open + " pods");
        }
        return limits;
    }
}
