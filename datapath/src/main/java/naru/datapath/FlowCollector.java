package naru.datapath;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import naru.datapath.abi.CollectWord;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.SkbContext;
import naru.linux.ffi.NativeException;
import naru.model.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * Takes away what a pod that is gone leaves in the maps. The walk over the maps is a program's, run
 * in the kernel: so the counts of what goes away stay right, and no entry is carried to user space.
 * What has expired is taken by a timer in the kernel, which goes on without an agent.
 */
final class FlowCollector implements AutoCloseable {

    /** Any frame will do: the program does not look at it. */
    private static final byte[] FRAME = new byte[64];

    private static final int ERROR = CollectWord.ERROR.number();

    /** The kernel may find no memory at once where it must not wait for it. */
    private static final int TRIES = 1000;

    private final DatapathOptions options;
    private final Path maps;
    private @Nullable BpfProgram program;

    /**
     * @param maps folder where those are pinned that it looks at
     */
    FlowCollector(DatapathOptions options, Path maps) {
        this.options = options;
        this.maps = maps;
    }

    /**
     * @param address whose flows go; empty: those of all pods that are gone
     * @param endpoint whose counters of policy entries go; 0: nobody's
     * @return how many flows went
     */
    int collect(Optional<Ipv4Address> address, int endpoint) {
        int bits = address.map(Ipv4Address::bits).map(Words::networkOrder).orElse(0);
        SkbContext question = SkbContext.EMPTY.withCb(List.of(bits, 0, endpoint, 0, 0));
        SkbContext answer = program().testRun(FRAME, question).context();
        return answer.cb().get(CollectWord.REMOVED.number());
    }

    /**
     * Sets the timer going that takes expired flows away, with this version's code.
     *
     * @throws NativeException if the kernel has no memory for it even after some tries
     */
    void beginSweep() {
        int error = 0;
        for (int i = 0; i < TRIES; i++) {
            SkbContext question = SkbContext.EMPTY.withCb(List.of(0, 0, 0, 1, 0));
            error = program().testRun(FRAME, question).context().cb().get(ERROR);
            if (error == 0) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new NativeException(
                "bpf_timer_init", error, "the timer that takes expired flows away does not start");
    }

    /** Begins to load the program, beside others; whoever needs it waits for it. */
    void beginLoading() {
        Thread.ofPlatform()
                .name("load-flow_collect")
                .daemon(true)
                .start(
                        () -> {
                            try {
                                program();
                            } catch (RuntimeException e) {
                                // whoever needs it is told when he tries again
                            }
                        });
    }

    private synchronized BpfProgram program() {
        if (program == null) {
            program = HookPrograms.loadProgram("flow_collect", 0, options, maps);
        }
        return program;
    }

    @Override
    public synchronized void close() {
        if (program != null) {
            program.close();
        }
    }
}
