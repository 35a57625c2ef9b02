package naru.bench.cni;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import naru.bench.cluster.BenchLab;
import naru.bench.cluster.PolicyManifests;
import naru.bench.load.Turns;
import naru.bench.network.CniPeer;
import naru.bench.report.BenchFailure;
import naru.bench.report.Progress;
import naru.bench.report.Report;
import naru.bench.report.Result;
import naru.bench.report.Run;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;

/** {@code naru bench cni}: what it costs to attach a pod and to detach it. */
public final class CniBench {

    private static final int CROWD = 20;

    /** Two crowds: a pod whose turn comes again has been gone for long. */
    private static final int PODS = 2 * CROWD;

    private static final int REST_MILLIS = 100;
    private static final int REST_OF_CROWD_MILLIS = 400;

    private final BuiltTree tree;
    private final LabPlaces places;
    private final CniPace pace;
    private final Progress progress;

    public CniBench(BuiltTree tree, LabPlaces places, CniPace pace, Progress progress) {
        this.tree = tree;
        this.places = places;
        this.pace = pace;
        this.progress = progress;
    }

    /**
     * Brings everything up, measures, and takes it down.
     *
     * @throws BenchFailure if it can't be measured, or policy would not be in force
     */
    public Report run() throws IOException, BenchFailure {
        Run here = Run.here(pace.form(), pace.pairs());
        progress.now("bringing up a lab");
        try (BenchLab lab = BenchLab.up(tree, places, PolicyManifests.cni());
                Plugins plugins = Plugins.prepare(lab, PODS)) {
            progress.now("proving that policy is in force when ADD returns");
            List<String> proof = new CniProof(lab, plugins).show();
            progress.now("measuring calls one after the other");
            List<Result> results = new ArrayList<>(oneByOne(plugins));
            progress.now("measuring " + CROWD + " calls at once");
            results.addAll(crowds(plugins));
            return new Report("cni", here, proof, results, skipped(plugins), List.of());
        }
    }

    private List<Result> oneByOne(Plugins plugins) throws IOException {
        CallTimes times = new CallTimes("one after the other");
        for (int round = 0; round < pace.pairs(); round++) {
            int turn = 1 + round;
            for (Subject subject : Turns.order(plugins.subjects(), round)) {
                for (String verb : List.of("ADD", "DEL")) {
                    times.add(
                            verb,
                            subject,
                            subject.caller().one(List.of(subject.call(verb, turn)))[0]);
                }
                rest(REST_MILLIS);
            }
        }
        return times.results(plugins.subjects(), plugins.base());
    }

    private List<Result> crowds(Plugins plugins) throws IOException {
        CallTimes times = new CallTimes(CROWD + " at once");
        for (int round = 0; round < pace.crowds(); round++) {
            int turn = 1 + pace.pairs() + round * CROWD;
            for (Subject subject : Turns.order(plugins.subjects(), round)) {
                for (String verb : List.of("ADD", "DEL")) {
                    double took =
                            subject.caller()
                                    .all(
                                            IntStream.range(turn, turn + CROWD)
                                                    .mapToObj(one -> subject.call(verb, one))
                                                    .toList());
                    times.add(verb, subject, took / CROWD);
                }
                rest(REST_OF_CROWD_MILLIS);
            }
        }
        return times.results(plugins.subjects(), plugins.base());
    }

    /** What one does after its answer is not to be in the time of the next. */
    private static void rest(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static List<String> skipped(Plugins plugins) {
        List<String> skipped = new ArrayList<>();
        for (String type : Plugins.PEERS) {
            if (CniPeer.find(type).isEmpty()) {
                skipped.add(type + " + host-local: " + CniPeer.PACKAGE + " is not installed");
            }
        }
        if (plugins.base() == null) {
            skipped.add("all ratios and their limits: they are to ptp + host-local");
        }
        return skipped;
    }
}
