package naru.cli.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cni.CniInstaller;
import naru.cni.CniInstaller.HostPorts;
import naru.cni.CniInstaller.Installed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code naru cni install}. */
@Command(
        name = "install",
        description = "Installs the CNI executable and its network configuration, atomically.",
        footer = {"", "Example:", "  naru cni install --config-dir /etc/cni/net.d"})
public final class CniInstall implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin final HelpOption help = new HelpOption();

    @Option(
            names = "--bin-dir",
            paramLabel = "DIR",
            description = "Where the runtime looks for executables (${DEFAULT-VALUE}).")
    private Path binDir = CniInstaller.BIN_DIR;

    @Option(
            names = "--config-dir",
            paramLabel = "DIR",
            description = "Where the runtime looks for configurations (${DEFAULT-VALUE}).")
    private Path configDir = CniInstaller.CONFIG_DIR;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Where the agent listens (${DEFAULT-VALUE}).")
    private Path socket;

    @Option(
            names = "--host-ports",
            paramLabel = "refuse|portmap",
            description = {
                "What becomes of pods with a hostPort: ADD refuses them (default), or the plugin",
                "portmap of containernetworking-plugins is chained behind ours."
            })
    private HostPorts hostPorts = HostPorts.REFUSE;

    public CniInstall(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.socket = surroundings.run().resolve("agent.sock");
    }

    @Override
    public Integer call() {
        try {
            List<Installed> files = CniInstaller.install(binDir, configDir, socket, hostPorts);
            List<String> lines = new ArrayList<>();
            for (Installed file : files) {
                lines.add((file.changed() ? "installed " : "unchanged ") + file.file());
            }
            CniInstaller.linkLoopback(binDir).ifPresent(link -> lines.add("linked    " + link));
            if (!CniInstaller.hasLoopback(binDir)) {
                lines.add(
                        "note: containerd makes no pod without a plugin \"loopback\" in "
                                + binDir
                                + "; containernetworking-plugins has it");
            }
            surroundings.print(lines);
            return 0;
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    "may not write " + e.getFile(),
                    "run the command as root");
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(CommandFailure.FAILED, String.valueOf(e.getMessage()), "");
        }
    }
}
