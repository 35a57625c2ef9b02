package naru.lab.runtime;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import naru.lab.machine.LabNs;
import naru.lab.machine.NodeMachine;
import naru.testkit.churn.Killer;
import org.jspecify.annotations.Nullable;

/** The containerd of a node. It may be killed while somebody waits for its start. */
final class Containerd implements Killer.Victim {

    static final String SOCKET = "/run/containerd.sock";

    private static final String GROUP = "containerd";
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 10_000_000L;

    private static final String CONFIG =
            """
            version = 2
            root = "%s/containerd"
            state = "/run/containerd"
            disabled_plugins = ["io.containerd.internal.v1.tracing"]
            [grpc]
              address = "%s"
            [plugins."io.containerd.grpc.v1.cri"]
              sandbox_image = "%s"
              restrict_oom_score_adj = true
              tolerate_missing_hugetlb_controller = true
              disable_apparmor = true
              [plugins."io.containerd.grpc.v1.cri".containerd]
                snapshotter = "native"
            """;

    private final NodeMachine machine;
    private final LabNs labNs;
    private final Path disk;
    private final Object starting = new Object();
    private LabNs.@Nullable Started process;
    private long spokenTo;
    private volatile @Nullable Cri cri;

    /**
     * @param disk what it stores is there
     */
    Containerd(NodeMachine machine, LabNs labNs, Path disk) throws IOException {
        this.machine = machine;
        this.labNs = labNs;
        this.disk = disk;
        Files.createDirectories(disk.resolve("containerd"));
        Files.writeString(
                disk.resolve("containerd.toml"), CONFIG.formatted(disk, SOCKET, BusyboxImage.NAME));
    }

    /** What is answered waits until it takes pods. */
    @Override
    public Killer.Start start() throws IOException {
        LabNs.Started mine = launch();
        return () -> awaitPods(mine);
    }

    private void awaitPods(LabNs.Started mine) throws IOException {
        synchronized (starting) {
            if (mine.pid() != spokenTo) {
                awaitThat(mine, "listens", this::listens);
                Cri fresh = new Cri(socket());
                cri = fresh;
                spokenTo = mine.pid();
                awaitThat(mine, "takes pods", () -> takesPods(fresh));
            }
        }
    }

    private synchronized LabNs.Started launch() throws IOException {
        LabNs.Started now = process;
        if (now == null || !now.tool().isAlive()) {
            List<String> command =
                    new ArrayList<>(
                            machine.prefix(
                                    GROUP,
                                    List.of("--log", disk + "/containerd.log", "--started")));
            command.addAll(List.of("containerd", "--config", disk + "/containerd.toml"));
            now = labNs.start(command);
            process = now;
        }
        return now;
    }

    /** Once it has read the network configuration. */
    private static boolean takesPods(Cri cri) {
        try {
            return cri.networkReady();
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    private static void awaitThat(LabNs.Started containerd, String what, BooleanSupplier condition)
            throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (!containerd.tool().isAlive()) {
                throw new IOException("containerd ended before it " + what);
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("after a minute it is not so that containerd " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private Path socket() {
        return machine.file(Path.of(SOCKET));
    }

    private boolean listens() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Signal 9. Its shims, what runs in them, and plugins that it has called go on. */
    @Override
    public synchronized void kill() throws IOException, InterruptedException {
        LabNs.Started now = process;
        if (now != null) {
            if (now.tool().isAlive()) {
                ProcessHandle.of(now.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
            now.tool().waitFor();
            process = null;
        }
        hangUp();
    }

    /** Ends calls that nobody will answer. */
    void hangUp() {
        Cri now = cri;
        if (now != null) {
            now.close();
        }
    }

    /** The one that runs or ran last. */
    Cri cri() {
        Cri now = cri;
        if (now == null) {
            throw new IllegalStateException("containerd was never started");
        }
        return now;
    }

    /** Calls of the plugin that are under way. */
    List<ProcessHandle> pluginCalls() {
        try (Stream<String> pids = Files.lines(processesOfItsGroup())) {
            return pids.map(Long::parseLong)
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .filter(Containerd::isPlugin)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // the node has no such group yet, or not any more
        }
    }

    /** Where the second version of cgroups has no root of its own, it is beside the first's. */
    private Path processesOfItsGroup() {
        Path alone = machine.file(Path.of("/sys/fs/cgroup", GROUP, "cgroup.procs"));
        Path beside = machine.file(Path.of("/sys/fs/cgroup/unified", GROUP, "cgroup.procs"));
        return Files.exists(alone) ? alone : beside;
    }

    private static boolean isPlugin(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/comm")).equals("naru\n");
        } catch (IOException e) {
            return false; // it has ended
        }
    }
}
