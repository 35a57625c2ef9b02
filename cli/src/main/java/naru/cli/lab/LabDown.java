package naru.cli.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.command.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code naru lab down}. */
@Command(
        name = "down",
        description = "Removes a lab, or what is left of one; nothing there is fine.",
        footer = {"", "Example:", "  naru lab down --name other"})
final class LabDown implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin private LabOption lab = new LabOption();
    @Mixin final HelpOption help = new HelpOption();

    LabDown(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        new LabHost(lab.places(surroundings), surroundings.variables()).takeDown();
        return 0;
    }
}
