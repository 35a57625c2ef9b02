package naru.cli.lab;

import naru.cli.Surroundings;
import picocli.CommandLine.Command;

/** {@code naru lab}: a cluster of small machines on this one. */
@Command(name = "lab", description = "A cluster of small machines, made of namespaces on this one.")
public final class LabCommand {

    public LabCommand(Surroundings surroundings) {
        surroundings.out().flush();
    }
}
