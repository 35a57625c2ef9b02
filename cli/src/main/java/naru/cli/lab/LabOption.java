package naru.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.wire.LabPlaces;
import picocli.CommandLine.Model.OptionSpec;

/** The option that picks a lab; every command of the lab has it. */
final class LabOption {

    private final OptionSpec name =
            OptionSpec.builder("--name")
                    .type(String.class)
                    .paramLabel("LAB")
                    .description("The lab that is meant (else $NARU_LAB, else naru).")
                    .build();

    /**
     * Where that lab is.
     *
     * @throws CommandFailure if that can't be a lab's name, or this is not root
     */
    LabPlaces places(Surroundings surroundings) {
        requireRoot();
        String named =
                name.getValue() != null
                        ? name.getValue()
                        : surroundings.variables().getOrDefault(LabPlaces.VARIABLE, "");
        try {
            return new LabPlaces(
                    surroundings.run(), named.isEmpty() ? LabPlaces.DEFAULT_NAME : named);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(CommandFailure.USAGE, String.valueOf(e.getMessage()), "");
        }
    }

    private static void requireRoot() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                // Uid: real, effective, saved, of the file system
                if (line.startsWith("Uid:") && !line.split("\\s+")[2].equals("0")) {
                    throw new CommandFailure(
                            CommandFailure.USAGE,
                            "a lab makes namespaces, which needs root",
                            "run it as root");
                }
            }
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.USAGE, "no /proc on this machine", "");
        }
    }

    List<OptionSpec> all() {
        return List.of(name);
    }
}
