package naru.cli.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import naru.cni.CniInstaller;
import naru.cni.CniInstaller.HostPorts;
import naru.cni.CniInstaller.Installed;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code naru cni install}. */
public final class CniInstall implements Callable<Integer> {

    private final Surroundings surroundings;

    private final OptionSpec binDir =
            OptionSpec.builder("--bin-dir")
                    .type(Path.class)
                    .initialValue(CniInstaller.BIN_DIR)
                    .paramLabel("DIR")
                    .description("Where the runtime looks for executables (${DEFAULT-VALUE}).")
                    .build();

    private final OptionSpec configDir =
            OptionSpec.builder("--config-dir")
                    .type(Path.class)
                    .initialValue(CniInstaller.CONFIG_DIR)
                    .paramLabel("DIR")
                    .description("Where the runtime looks for configurations (${DEFAULT-VALUE}).")
                    .build();

    private final OptionSpec socket;

    private final OptionSpec hostPorts =
            OptionSpec.builder("--host-ports")
                    .type(HostPorts.class)
                    .initialValue(HostPorts.REFUSE)
                    .paramLabel("refuse|portmap")
                    .description(
                            "What becomes of pods with a hostPort: ADD refuses them (default), or the plugin",
                            "portmap of containernetworking-plugins is chained behind ours.")
                    .build();

    public CniInstall(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.socket =
                OptionSpec.builder("--socket")
                        .type(Path.class)
                        .initialValue(surroundings.run().resolve("agent.sock"))
                        .paramLabel("PATH")
                        .description("Where the agent listens (${DEFAULT-VALUE}).")
                        .build();
    }

    /** The command as picocli takes it. */
    public CommandLine line() {
        return Described.command("install", this)
                .about("Installs the CNI executable and its network configuration, atomically.")
                .examples("cni install --config-dir /etc/cni/net.d")
                .takes(binDir, configDir, socket, hostPorts)
                .line();
    }

    @Override
    public Integer call() {
        try {
            List<Installed> files =
                    CniInstaller.install(
                            binDir.getValue(),
                            configDir.getValue(),
                            socket.getValue(),
                            hostPorts.getValue());
            List<String> lines = new ArrayList<>();
            for (Installed file : files) {
                lines.add((file.changed() ? "installed " : "unchanged ") + file.file());
            }
            CniInstaller.linkLoopback(binDir.getValue())
                    .ifPresent(link -> lines.add("linked    " + link));
            if (!CniInstaller.hasLoopback(binDir.getValue())) {
                lines.add(
                        "note: containerd makes no pod without a plugin \"loopback\" in "
                                + binDir.getValue()
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
