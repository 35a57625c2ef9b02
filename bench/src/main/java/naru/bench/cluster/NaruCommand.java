package naru.bench.cluster;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;

/** Runs {@code ./naru} as a person would; what it complains about goes where our complaints go. */
final class NaruCommand {

    private final BuiltTree tree;
    private final LabPlaces places;

    NaruCommand(BuiltTree tree, LabPlaces places) {
        this.tree = tree;
        this.places = places;
    }

    /** Runs to the end and returns the exit code. */
    int run(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(tree.home().resolve("naru").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(tree.home().toFile())
                        .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(LabPlaces.VARIABLE, places.name());
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
