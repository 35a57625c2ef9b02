package naru.bench.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import naru.bench.cluster.BenchLab;
import naru.bench.cluster.PodFiles;
import naru.bench.cluster.PolicyManifests;
import naru.bench.cluster.RemotePods;
import naru.bench.report.BenchFailure;
import naru.bench.report.Figure;
import naru.bench.report.Limit;
import naru.bench.report.Progress;
import naru.bench.report.Report;
import naru.bench.report.Result;
import naru.bench.report.Run;
import naru.bench.start.Starts;
import naru.bench.statistic.Estimate;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;

/** {@code naru bench rest}: what an agent costs at rest, and how fast it puts things right. */
public final class RestBench {

    private static final int LOCAL = 110;
    private static final int REMOTE = 5000;
    private static final int SETTLE_SECONDS = 20;
    private static final String NODE = "n1";
    private static final String GROUP = LOCAL + " pods on the node";

    private final BuiltTree tree;
    private final LabPlaces places;
    private final RestPace pace;
    private final Progress progress;

    public RestBench(BuiltTree tree, LabPlaces places, RestPace pace, Progress progress) {
        this.tree = tree;
        this.places = places;
        this.pace = pace;
        this.progress = progress;
    }

    /**
     * Brings everything up, measures, and takes it down.
     *
     * @throws BenchFailure if it can't be measured
     */
    public Report run() throws IOException, BenchFailure {
        Run here = Run.here(pace.form(), pace.repairs());
        progress.now("bringing up a lab with " + LOCAL + " pods");
        try (BenchLab lab = BenchLab.up(tree, places, PolicyManifests.policy(LOCAL))) {
            List<Result> results = new ArrayList<>(repairs(lab));
            results.addAll(starts(lab));
            results.addAll(rest(lab, "no pods elsewhere"));
            progress.now("adding %,d pods of other nodes".formatted(REMOTE));
            RemotePods.make(new PodFiles(places.manifests()), lab.agent(NODE), REMOTE);
            results.addAll(rest(lab, "%,d pods elsewhere".formatted(REMOTE)));
            return new Report("rest", here, List.of(), results, List.of(), List.of());
        }
    }

    private List<Result> repairs(BenchLab lab) throws IOException, BenchFailure {
        progress.now("taking away routes and programs, " + pace.repairs() + " times each");
        Breaking breaking = Breaking.of(lab, NODE);
        double[] routes = breaking.routes(pace.repairs());
        double[] programs = breaking.programs(pace.repairs());
        return List.of(
                result("a pod's route, until it is back", "median", "ms", Estimate.of(routes)),
                limited("a pod's route, until it is back", "longest", "ms", longest(routes), 2000),
                result("a pod's program, until it is back", "median", "ms", Estimate.of(programs)),
                limited(
                        "a pod's program, until it is back",
                        "longest",
                        "ms",
                        longest(programs),
                        2000));
    }

    private static Estimate longest(double[] values) {
        return Estimate.of(java.util.Arrays.stream(values).max().orElse(0));
    }

    private List<Result> starts(BenchLab lab) throws IOException, BenchFailure {
        progress.now("starting the agent " + pace.starts() + " times");
        double[] millis = new double[pace.starts()];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = Starts.agent(lab, NODE);
        }
        return List.of(
                limited(
                        "agent's start, until all programs are verified",
                        "median",
                        "ms",
                        Estimate.of(millis),
                        2000));
    }

    private List<Result> rest(BenchLab lab, String cluster) throws IOException, BenchFailure {
        progress.now("watching the agent at rest for %d s, %s".formatted(pace.seconds(), cluster));
        long agent = lab.agentPid(NODE);
        Wakes.of(agent, SETTLE_SECONDS); // what came before is compiled, swept and given back
        Wakes.Rate rate = Wakes.of(agent, pace.seconds());
        String what = "agent at rest, " + cluster;
        return List.of(
                limited(what, "processor", "% CPU", Estimate.of(rate.cpuPercent()), 0.5),
                limited(what, "wakes", "a second", Estimate.of(rate.perSecond()), 5));
    }

    private static Result result(String what, String whose, String unit, Estimate value) {
        return new Result(GROUP, what, whose, unit, "", new Figure(value, null), null, null, 0);
    }

    private static Result limited(
            String what, String whose, String unit, Estimate value, double most) {
        return new Result(
                GROUP, what, whose, unit, "", new Figure(value, null), null, Limit.value(most), 0);
    }
}
