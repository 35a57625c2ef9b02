package naru.datapath;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import naru.datapath.abi.DatapathConfigLayout;
import naru.linux.bpf.BpfObject;
import naru.linux.bpf.BpfProgram;

/**
 * The loaded programs of all hooks, and their dry-run twins on the same maps once they are asked.
 */
final class HookPrograms implements AutoCloseable {

    private static final String CONFIG = "config";
    private static final int LIVE = 0;
    private static final int DRY_RUN = 1;

    private final Map<Hook, BpfProgram> live = new EnumMap<>(Hook.class);
    private final Map<Hook, BpfProgram> dryRun = new EnumMap<>(Hook.class);
    private final DatapathOptions options;

    private HookPrograms(DatapathOptions options) {
        this.options = options;
    }

    /** Loads all hooks on maps that are pinned in a folder. */
    static HookPrograms load(DatapathOptions options, Path maps) {
        HookPrograms programs = new HookPrograms(options);
        try {
            programs.loadAll(maps);
            return programs;
        } catch (RuntimeException e) {
            programs.close();
            throw e;
        }
    }

    /** Names that keep the programs of this version. */
    void pin() {
        for (Hook hook : Hook.values()) {
            replacePin(live(hook), options.programs().resolve(hook.program()));
        }
    }

    /**
     * Each hook on a thread of its own: the verifier takes most of an agent's start. The threads
     * are in the caller's namespaces.
     */
    private void loadAll(Path maps) {
        Map<Hook, FutureTask<BpfProgram>> loading = new EnumMap<>(Hook.class);
        for (Hook hook : Hook.values()) {
            FutureTask<BpfProgram> task = new FutureTask<>(() -> load(hook, LIVE, options, maps));
            loading.put(hook, task);
            Thread.ofPlatform().name("load-" + hook.program()).daemon(true).start(task);
        }
        List<RuntimeException> failures = new ArrayList<>();
        loading.forEach(
                (hook, task) -> {
                    try {
                        live.put(hook, result(task));
                    } catch (RuntimeException e) {
                        failures.add(e);
                    }
                });
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    /** Waits also when interrupted: what was loaded has to be closed by somebody. */
    private static BpfProgram result(FutureTask<BpfProgram> loading) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return loading.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static BpfProgram load(Hook hook, int dryRun, DatapathOptions options, Path maps) {
        return loadProgram(hook.program(), dryRun, options, maps);
    }

    /** Loads the program of a name from the object of that name, on the maps pinned in a folder. */
    static BpfProgram loadProgram(String name, int dryRun, DatapathOptions options, Path maps) {
        byte[] config = new DatapathConfigLayout(options.hostIdentity().number(), dryRun).toBytes();
        try (BpfObject object = BpfObject.open(name, bytes(name), maps)) {
            object.setConstant(CONFIG, config);
            object.load();
            return object.program(name);
        }
    }

    /** A compiled object, as it is shipped. */
    static byte[] bytes(String program) {
        String name = program + ".bpf.o";
        try (InputStream file = HookPrograms.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " was not built into this jar");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** A name always stands for a whole program: the old one or the new one. */
    private static void replacePin(BpfProgram program, Path pin) {
        Path fresh = pin.resolveSibling(pin.getFileName() + "_new");
        try {
            Files.deleteIfExists(fresh);
            program.pin(fresh);
            Files.move(fresh, pin, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pin " + program + " as " + pin, e);
        }
    }

    BpfProgram live(Hook hook) {
        BpfProgram program = live.get(hook);
        if (program == null) {
            throw new IllegalStateException(hook + " is not loaded");
        }
        return program;
    }

    /** Loaded when it is first asked: most nodes never need it, and the verifier takes its time. */
    synchronized BpfProgram dryRun(Hook hook) {
        return dryRun.computeIfAbsent(hook, h -> load(h, DRY_RUN, options, options.maps()));
    }

    @Override
    public synchronized void close() {
        live.values().forEach(BpfProgram::close);
        dryRun.values().forEach(BpfProgram::close);
    }
}
