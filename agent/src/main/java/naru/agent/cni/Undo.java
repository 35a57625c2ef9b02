package naru.agent.cni;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be taken back if something later fails, in reverse order. */
final class Undo {

    private final Deque<Step> steps = new ArrayDeque<>();

    private record Step(String what, Action action) {}

    /** May fail in its own way. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /**
     * @param what is undone, for people: {@code the address}
     */
    void add(String what, Action action) {
        steps.push(new Step(what, action));
    }

    /** Takes all back; each step is tried, failures are added to the cause. */
    void run(Throwable cause) {
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.action.run();
            } catch (Exception e) {
                cause.addSuppressed(
                        new IllegalStateException(
                                "could not take back " + step.what + ": " + e.getMessage(), e));
            }
        }
    }
}
