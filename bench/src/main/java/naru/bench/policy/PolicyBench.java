package naru.bench.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import naru.bench.cluster.BenchLab;
import naru.bench.cluster.PodFiles;
import naru.bench.cluster.PolicyManifests;
import naru.bench.cluster.RemotePods;
import naru.bench.load.Prober;
import naru.bench.report.BenchFailure;
import naru.bench.report.Figure;
import naru.bench.report.Limit;
import naru.bench.report.Progress;
import naru.bench.report.Report;
import naru.bench.report.Result;
import naru.bench.report.Run;
import naru.bench.scale.Cluster.Size;
import naru.bench.scale.ScaleResults;
import naru.bench.statistic.Estimate;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.PodRow;
import org.jspecify.annotations.Nullable;

/** {@code naru bench policy}: from a policy that is written to packets that feel it. */
public final class PolicyBench {

    private static final int LOCAL = 110;
    private static final int REMOTE = 5000;
    private static final String GROUP =
            "%d pods on the node, %,d on others".formatted(LOCAL, REMOTE);

    private final BuiltTree tree;
    private final LabPlaces places;
    private final PolicyPace pace;
    private final Progress progress;
    private final Size large;

    /**
     * @param large the cluster that the compiler is given
     */
    public PolicyBench(
            BuiltTree tree, LabPlaces places, PolicyPace pace, Size large, Progress progress) {
        this.large = large;
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
        Run here = Run.here(pace.form(), pace.changes());
        progress.now("bringing up a lab with " + LOCAL + " pods");
        try (BenchLab lab = BenchLab.up(tree, places, PolicyManifests.policy(LOCAL));
                Prober prober = prober(lab)) {
            progress.now("adding " + REMOTE + " pods of other nodes");
            RemotePods.make(new PodFiles(places.manifests()), lab.agent("n1"), REMOTE);
            progress.now("changing a policy " + pace.changes() + " times");
            Switching switching = new Switching(places.manifests(), prober);
            switching.run(pace.changes());
            List<String> proof =
                    List.of(
                            "each change was seen by packets to all %d pods that the policy selects"
                                    .formatted(LOCAL - 1));
            List<Result> results = new ArrayList<>(results(switching, lab));
            progress.now("compiling the tables of a large cluster");
            results.addAll(new ScaleResults(large).measure());
            return new Report("policy", here, proof, results, List.of(), List.of());
        }
    }

    /** The first pod sends to all others. */
    private static Prober prober(BenchLab lab) throws IOException, BenchFailure {
        Map<String, PodRow> pods = lab.pods();
        PodRow client = pods.remove("bench/prober");
        if (client == null || pods.size() != LOCAL - 1) {
            throw new BenchFailure("of %d pods the lab has %d".formatted(LOCAL, pods.size()));
        }
        Prober prober = Prober.start(lab.loadProgram(), Path.of(client.netns()), Switching.port());
        for (PodRow pod : pods.values()) {
            prober.add(Path.of(pod.netns()), pod.ip());
        }
        return prober;
    }

    private static List<Result> results(Switching switching, BenchLab lab)
            throws IOException, BenchFailure {
        String what = "policy written to in force";
        return List.of(
                millis(what, "median", Estimate.of(switching.all()), Limit.value(20)),
                millis(what, "99 of 100", Estimate.at(0.99, switching.all()), Limit.value(100)),
                millis(what, "allow added, median", Estimate.of(switching.added()), null),
                millis(what, "allow taken away, median", Estimate.of(switching.taken()), null),
                new Result(
                        GROUP,
                        "agent's resident memory",
                        "after that",
                        "MiB",
                        "",
                        Figure.of(new double[] {Memory.residentMib(lab.agentPid("n1"))}),
                        null,
                        Limit.value(120),
                        0));
    }

    private static Result millis(
            String what, String subject, Estimate value, @Nullable Limit limit) {
        return new Result(GROUP, what, subject, "ms", "", new Figure(value, null), null, limit, 0);
    }
}
