package naru.bench.datapath;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import naru.bench.load.Cpus;
import naru.bench.load.Flow;
import naru.bench.load.LoadGenerator;
import naru.bench.load.Turns;
import naru.bench.load.Work;
import naru.bench.network.Network;
import naru.bench.report.Limit;
import naru.bench.report.Result;

/** Measures a comparison, on one CPU and on two. */
final class Measuring {

    /** With 10,000 entries no more than this, compared with one. */
    private static final double ALIKE = 1.02;

    private final LoadGenerator generator;
    private final Pace pace;
    private final int cpus;

    Measuring(LoadGenerator generator, Pace pace, int cpus) {
        this.generator = generator;
        this.pace = pace;
        this.cpus = cpus;
    }

    /** The results for one kind of work. */
    List<Result> measure(Comparison comparison, Work work) throws IOException {
        Rounds one = run(comparison.networks(), work, Cpus.one(cpus), pace.pairs());
        Rounds two =
                cpus < 2
                        ? Rounds.NONE
                        : run(comparison.networks(), work, Cpus.two(cpus), pace.pairsOnTwoCpus());
        List<Result> results = new ArrayList<>();
        for (Network network : comparison.networks()) {
            results.add(result(comparison, work, network, one, two));
        }
        if (comparison.alike() != null) {
            results.add(alike(comparison.judged(), comparison.alike(), work, one));
        }
        return results;
    }

    private Rounds run(List<Network> networks, Work work, Cpus where, int rounds)
            throws IOException {
        generator.place(where);
        List<Flow> flows = new ArrayList<>();
        for (Network network : networks) {
            flows.add(
                    new Flow(
                            "f" + flows.size(),
                            work,
                            network.client(),
                            network.server(),
                            network.address(),
                            work.port()));
        }
        return new Rounds(networks, new Turns(generator, pace.sliceMicros(), rounds).run(flows));
    }

    private static Result result(
            Comparison comparison, Work work, Network network, Rounds one, Rounds two) {
        return new Result(
                comparison.group(),
                work.title(),
                network.name(),
                "µs CPU/" + work.unit(),
                comparison.base().name(),
                one.figure(network, slice -> slice.cpuCost(work)),
                two.isEmpty() ? null : two.figure(network, slice -> slice.time(work)),
                comparison.limit(network, work),
                one.lost(network));
    }

    /** The judged network compared with its like. */
    private static Result alike(Network judged, Network like, Work work, Rounds one) {
        return new Result(
                judged.name() + " compared with " + like.name(),
                work.title(),
                judged.name(),
                "µs CPU/" + work.unit(),
                like.name(),
                one.compared(judged, like, slice -> slice.cpuCost(work)),
                null,
                Limit.ratio(ALIKE),
                0);
    }
}
