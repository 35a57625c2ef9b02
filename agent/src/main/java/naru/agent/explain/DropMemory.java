package naru.agent.explain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import naru.agent.monitor.PacketText;
import naru.compile.Identity;
import naru.datapath.FlowEvent;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.EventType;
import naru.explain.KernelFacts.DropsSeen;
import naru.explain.Question;

/** The last packets that the programs dropped, so that a question about them finds them. */
public final class DropMemory {

    private static final int MOST = 1024;
    private static final int QUOTED = 3;

    private final Deque<FlowEvent> drops = new ArrayDeque<>();

    /** For the thread that reads the ring buffer. */
    public synchronized void note(FlowEvent event) {
        if (event.type() == EventType.DROP) {
            drops.addFirst(event);
            if (drops.size() > MOST) {
                drops.removeLast();
            }
        }
    }

    /** Those of this question, the latest first. */
    synchronized Optional<DropsSeen> of(Question question) {
        List<FlowEvent> found = drops.stream().filter(event -> isAbout(event, question)).toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        // Both are CLOCK_MONOTONIC.
        long age = Math.max(0, System.nanoTime() - found.getFirst().time());
        return Optional.of(
                new DropsSeen(
                        found.size(),
                        Duration.ofNanos(age),
                        found.stream().limit(QUOTED).map(DropMemory::text).toList()));
    }

    private static boolean isAbout(FlowEvent event, Question question) {
        return event.source().equals(question.sourceAddress())
                && event.destination().equals(question.destinationAddress())
                && event.protocol() == question.protocol()
                && (question.protocol() == Question.ICMP
                        || event.destinationPort() == question.port());
    }

    private static String text(FlowEvent event) {
        return "xx drop ("
                + event.reason().map(DropReason::text).orElse("?")
                + ") identity "
                + Identity.text(event.sourceIdentity())
                + "->"
                + Identity.text(event.destinationIdentity())
                + ": "
                + PacketText.of(event)
                + " (mark 0x"
                + Integer.toHexString(event.mark())
                + ", ingress_ifindex "
                + event.ingressIfindex()
                + ")";
    }
}
