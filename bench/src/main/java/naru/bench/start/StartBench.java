package naru.bench.start;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import naru.bench.cluster.BenchLab;
import naru.bench.cluster.PolicyManifests;
import naru.bench.report.BenchFailure;
import naru.bench.report.Figure;
import naru.bench.report.Limit;
import naru.bench.report.Progress;
import naru.bench.report.Report;
import naru.bench.report.Result;
import naru.bench.report.Run;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;
import org.jspecify.annotations.Nullable;

/** {@code naru bench start}: what commands and agents take to start. */
public final class StartBench {

    private static final String BASE = "a JVM that does nothing";

    private final BuiltTree tree;
    private final LabPlaces places;
    private final StartPace pace;
    private final Progress progress;

    public StartBench(BuiltTree tree, LabPlaces places, StartPace pace, Progress progress) {
        this.tree = tree;
        this.places = places;
        this.pace = pace;
        this.progress = progress;
    }

    /** Something that is started; returns how long it took, in milliseconds. */
    @FunctionalInterface
    private interface Start {
        double take() throws IOException, BenchFailure;
    }

    /**
     * Brings everything up, measures, and takes it down.
     *
     * @throws BenchFailure if it can't be measured
     */
    public Report run() throws IOException, BenchFailure {
        Run here = Run.here(pace.form(), pace.commands());
        progress.now("bringing up a lab");
        try (BenchLab lab = BenchLab.up(tree, places, PolicyManifests.cni())) {
            List<String> status =
                    List.of(tree.home().resolve("naru").toString(), "status", "--node", "n1");
            Map<String, String> variables = Map.of(LabPlaces.VARIABLE, places.name());
            progress.now("calling a command " + pace.commands() + " times");
            double[][] commands = beside(pace.commands(), () -> Starts.process(status, variables));
            progress.now("starting an agent " + pace.agents() + " times");
            double[][] agents = beside(pace.agents(), () -> Starts.agent(lab, "n1"));
            return new Report(
                    "start",
                    here,
                    List.of(),
                    List.of(
                            result("a command", BASE, Figure.of(commands[1]), null),
                            result(
                                    "a command",
                                    "./naru status",
                                    Figure.compared(commands[0], commands[1]),
                                    Limit.ratio(4)),
                            result("an agent", BASE, Figure.of(agents[1]), null),
                            result(
                                    "an agent",
                                    "until it answers",
                                    Figure.compared(agents[0], agents[1]),
                                    Limit.ratio(15))),
                    List.of(),
                    List.of());
        }
    }

    /** One after the other, with a bare JVM after each: its times are the second row. */
    private double[][] beside(int times, Start start) throws IOException, BenchFailure {
        double[][] taken = new double[2][times];
        List<String> bare = tree.java("bench", Nothing.class.getName());
        for (int i = 0; i < times; i++) {
            taken[0][i] = start.take();
            taken[1][i] = Starts.process(bare, Map.of());
        }
        return taken;
    }

    private static Result result(String what, String whose, Figure figure, @Nullable Limit limit) {
        return new Result("start", what, whose, "ms", BASE, figure, null, limit, 0);
    }
}
