package naru.cli.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import naru.cli.Surroundings;
import naru.cli.line.Described;
import picocli.CommandLine;

/** {@code naru lab down}. */
final class LabDown implements Callable<Integer> {

    private final Surroundings surroundings;
    private final LabOption lab = new LabOption();

    LabDown(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandLine line() {
        return Described.command("down", this)
                .about("Removes a lab, or what is left of one; nothing there is fine.")
                .examples("lab down --name other")
                .takes(lab.all())
                .line();
    }

    @Override
    public Integer call() throws IOException {
        new LabHost(lab.places(surroundings), surroundings.variables()).takeDown();
        return 0;
    }
}
