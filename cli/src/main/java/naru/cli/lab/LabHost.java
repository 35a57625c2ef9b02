package naru.cli.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import naru.cli.CommandFailure;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;

/** Starts a lab's daemon, and removes all of a lab, from this machine. */
final class LabHost {

    private static final int FOLDER_EXISTS = 3;
    private static final Duration DAEMON_PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final LabPlaces places;
    private final BuiltTree tree;

    LabHost(LabPlaces places, Map<String, String> variables) {
        String home = variables.get(BuiltTree.VARIABLE);
        if (home == null) {
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    BuiltTree.VARIABLE + " is not set",
                    "use the script: ./naru lab …");
        }
        this.places = places;
        this.tree = new BuiltTree(Path.of(home));
    }

    BuiltTree tree() {
        return tree;
    }

    /**
     * Starts the daemon; when this returns, it answers.
     *
     * @throws CommandFailure if there is such a lab, or what is left of one
     */
    void startDaemon() throws IOException {
        List<String> command = new ArrayList<>(List.of(tree.labNs().toString(), "daemon"));
        command.addAll(List.of("--lab", places.folder().toString()));
        command.addAll(List.of("--group", places.daemonCgroup(), "--"));
        command.addAll(tree.java("lab", "naru.lab.LabDaemon"));
        command.addAll(List.of(places.name(), tree.home().toString()));
        Ended ended = run(command);
        if (ended.exitCode() == FOLDER_EXISTS) {
            throw alreadyThere();
        }
        if (ended.exitCode() != 0) {
            clean();
            throw new CommandFailure(
                    CommandFailure.USAGE, "this machine can't have a lab: " + ended.errors(), "");
        }
        awaitDaemon();
    }

    private CommandFailure alreadyThere() {
        String down = "naru lab down --name " + places.name();
        try (WireClient client = WireClient.connect(places.daemonSocket())) {
            client.ask("nodes", null);
            return new CommandFailure(
                    CommandFailure.FAILED,
                    "lab " + places.name() + " is up already",
                    "take it down with: " + down);
        } catch (IOException e) {
            return new CommandFailure(
                    CommandFailure.FAILED,
                    "something is left of a lab " + places.name() + ", or it is just coming up",
                    "remove it with: " + down);
        } catch (Refusal e) {
            return new CommandFailure(
                    CommandFailure.FAILED,
                    "lab " + places.name() + " is coming up already",
                    "take it down with: " + down);
        }
    }

    private void awaitDaemon() throws IOException {
        long end = System.nanoTime() + DAEMON_PATIENCE.toNanos();
        while (true) {
            try (WireClient _ = WireClient.connect(places.daemonSocket())) {
                return;
            } catch (WireClient.Unreachable e) {
                if (System.nanoTime() > end) {
                    String log = daemonLog();
                    clean();
                    throw new CommandFailure(
                            CommandFailure.FAILED, "the lab's daemon does not come up", log);
                }
            }
            pause();
        }
    }

    private String daemonLog() {
        try {
            return Files.readString(places.daemonLog());
        } catch (IOException e) {
            return "";
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Removes all of the lab, whatever state it is in. */
    void takeDown() throws IOException {
        try (WireClient client = WireClient.connect(places.daemonSocket())) {
            client.ask("down", null);
        } catch (IOException | Refusal e) {
            // Killed, or hanging: what follows does not need it.
        }
        clean();
    }

    private void clean() throws IOException {
        Ended ended =
                run(
                        List.of(
                                tree.labNs().toString(),
                                "clean",
                                "--group",
                                places.cgroup(),
                                "--lab",
                                places.folder().toString()));
        if (ended.exitCode() != 0) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "lab " + places.name() + " could not be removed: " + ended.errors(),
                    "");
        }
    }

    private record Ended(int exitCode, String errors) {}

    private static Ended run(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (InputStream errors = process.getErrorStream()) {
            String text = new String(errors.readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), text.strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
