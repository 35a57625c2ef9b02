package naru.agent.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import naru.compile.Compiler;
import naru.compile.ReservedIdentity;
import naru.desired.DesiredState;
import naru.desired.Status;
import naru.desired.Table;
import naru.model.ObjectKey;
import naru.model.Pod;

/** Who waits for an object to appear or for an endpoint's policy. Only for the event loop. */
public final class EndpointWaiters {

    private final List<Waiter<?>> waiters = new ArrayList<>();

    /** Answers when it can. */
    @FunctionalInterface
    private interface Question<T> {
        Optional<T> answer(Compiler compiler, DesiredState desired);
    }

    private record Waiter<T>(Question<T> question, CompletableFuture<T> answered) {

        boolean isDone(Compiler compiler, DesiredState desired) {
            if (!answered.isDone()) {
                question.answer(compiler, desired).ifPresent(answered::complete);
            }
            return answered.isDone();
        }
    }

    /**
     * Completes when the pod's object is known.
     *
     * @param uid that it must have, unless one of the two has none
     */
    public CompletableFuture<Pod> pod(ObjectKey key, String uid) {
        return add(
                (compiler, _) ->
                        compiler.object(key)
                                .flatMap(
                                        o -> o instanceof Pod p ? Optional.of(p) : Optional.empty())
                                .filter(p -> isSame(p, uid)));
    }

    private static boolean isSame(Pod pod, String uid) {
        return uid.isEmpty() || pod.uid().isEmpty() || pod.uid().equals(uid);
    }

    /**
     * Completes when the kernel holds the endpoint's record.
     *
     * @param labelled and its labels are known
     */
    public CompletableFuture<Boolean> inForce(int slot, boolean labelled) {
        return add((compiler, desired) -> inForce(slot, labelled, compiler, desired));
    }

    private static Optional<Boolean> inForce(
            int slot, boolean labelled, Compiler compiler, DesiredState desired) {
        return compiler.endpoint(slot)
                .filter(e -> !labelled || ReservedIdentity.isPod(e.identity()))
                .flatMap(e -> desired.endpoints().row(e.address()))
                .map(Table.Row::status)
                .filter(Status.DONE::equals)
                .map(_ -> true);
    }

    private <T> CompletableFuture<T> add(Question<T> question) {
        CompletableFuture<T> answered = new CompletableFuture<>();
        waiters.add(new Waiter<>(question, answered));
        return answered;
    }

    /** Answers whom it can; those who stopped waiting are forgotten. */
    void check(Compiler compiler, DesiredState desired) {
        waiters.removeIf(waiter -> waiter.isDone(compiler, desired));
    }
}
