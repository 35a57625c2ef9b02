package naru.watch;

import java.util.function.Consumer;

/** Where the cluster's objects come from: a folder of manifests, later the Kubernetes API. */
public interface ObjectSource extends AutoCloseable {

    /**
     * Begins to deliver events, one at a time, in order, all on one thread of the source's own. The
     * first ones are what is there already, closed by {@link ObjectEvent.Synced}. May be called
     * once.
     *
     * @param sink must not throw; while it runs, later events wait
     */
    void start(Consumer<? super ObjectEvent> sink);

    /**
     * Ends delivery. When it returns, the sink is not called any more, except if called from the
     * sink itself.
     */
    @Override
    void close();
}
