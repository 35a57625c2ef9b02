package naru.agent.drift;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import naru.linux.netfilter.RulesetStamp;
import org.jspecify.annotations.Nullable;

/**
 * When rules of iptables are worth a look. Reading them costs processes: it is done when the kernel
 * says that some rule changed since they were as wanted, and so rarely that it takes a fiftieth of
 * the time at most, however often others change theirs. One thread.
 */
final class RuleLooks {

    private static final int SHARE = 50;

    private final Supplier<RulesetStamp> stamp;
    private final LongSupplier nanoTime;
    private @Nullable RulesetStamp asWanted;
    private long notBefore;
    private long tookBefore;

    RuleLooks() {
        this(RulesetStamp::now, System::nanoTime);
    }

    /** With rules and a clock of a test's own. */
    RuleLooks(Supplier<RulesetStamp> stamp, LongSupplier nanoTime) {
        this.stamp = stamp;
        this.nanoTime = nanoTime;
        notBefore = nanoTime.getAsLong();
    }

    /**
     * Looks, if it is worth it.
     *
     * @param look answers whether all was as wanted; what it changed itself is looked at again
     */
    void ifChanged(BooleanSupplier look) {
        if (nanoTime.getAsLong() - notBefore < 0) {
            return;
        }
        RulesetStamp now = stamp.get();
        if (now.equals(asWanted)) {
            return;
        }
        long begin = nanoTime.getAsLong();
        asWanted = look.getAsBoolean() ? now : null;
        long end = nanoTime.getAsLong();
        // one of two may have waited for a busy machine, as the first does: the agent is starting
        notBefore = end + SHARE * Math.min(end - begin, tookBefore);
        tookBefore = end - begin;
    }
}
