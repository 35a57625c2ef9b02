package naru.bench.scale;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import naru.compile.Compiler;

/**
 * What one event costs a compiler, by counts that no other load on the machine changes.
 *
 * @param selectorEvaluations how often a selector was held against an identity
 * @param entryChanges how often a rule was added to a policy entry or taken from it
 * @param allocatedBytes by the thread, until what changed is handed out; the median of its turns
 */
public record EventCost(long selectorEvaluations, long entryChanges, long allocatedBytes) {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Something that happens, again and again; each turn a little differently. */
    public interface Event {

        void happen(Compiler compiler, int turn);
    }

    /**
     * @param turns how often; the first half is not counted
     */
    static EventCost of(Compiler compiler, Event event, int turns) {
        long[] bytes = new long[turns];
        long evaluations = 0;
        long entries = 0;
        for (int turn = 0; turn < turns; turn++) {
            if (turn == turns / 2) {
                evaluations = compiler.work().selectorEvaluations();
                entries = compiler.work().entryChanges();
            }
            long before = THREADS.getCurrentThreadAllocatedBytes();
            event.happen(compiler, turn);
            do {
                compiler.drain();
            } while (!compiler.settled());
            bytes[turn] = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        int counted = turns - turns / 2;
        long[] late = Arrays.copyOfRange(bytes, turns / 2, turns);
        Arrays.sort(late);
        return new EventCost(
                (compiler.work().selectorEvaluations() - evaluations) / counted,
                (compiler.work().entryChanges() - entries) / counted,
                late[late.length / 2]);
    }
}
