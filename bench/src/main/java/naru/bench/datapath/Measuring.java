package naru.bench.datapath;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import naru.bench.load.Cpus;
import naru.bench.load.Flow;
import naru.bench.load.LoadGenerator;
import naru.bench.load.Slice;
import naru.bench.load.Turns;
import naru.bench.load.Work;
import naru.bench.network.Network;
import naru.bench.report.Figure;
import naru.bench.report.Limit;
import naru.bench.report.Result;

/** Measures a comparison, on one CPU and on two. */
final class Measuring {

    /** With 10,000 entries no more than this, compared with one. */
    private static final double ALIKE = 1.02;

    private static final double NANOS_OF_MICRO = 1000;

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
        Map<Network, List<Slice>> one = run(comparison, work, Cpus.one(cpus), pace.pairs());
        Map<Network, List<Slice>> two =
                cpus < 2 ? Map.of() : run(comparison, work, Cpus.two(cpus), pace.pairsOnTwoCpus());
        List<Result> results = new ArrayList<>();
        for (Network network : comparison.networks()) {
            results.add(result(comparison, work, network, one, two));
        }
        if (comparison.alike() != null) {
            results.add(alike(comparison, comparison.alike(), work, one));
        }
        return results;
    }

    private Map<Network, List<Slice>> run(Comparison comparison, Work work, Cpus where, int rounds)
            throws IOException {
        generator.place(where);
        Map<Flow, Network> flows = new LinkedHashMap<>();
        for (Network network : comparison.networks()) {
            String name = "f" + flows.size();
            flows.put(
                    new Flow(
                            name,
                            work,
                            network.client(),
                            network.server(),
                            network.address(),
                            work.port()),
                    network);
        }
        Map<Network, List<Slice>> slices = new LinkedHashMap<>();
        new Turns(generator, pace.sliceMicros(), rounds)
                .run(List.copyOf(flows.keySet()))
                .forEach((flow, of) -> slices.put(flows.get(flow), of));
        return slices;
    }

    private static Result result(
            Comparison comparison,
            Work work,
            Network network,
            Map<Network, List<Slice>> one,
            Map<Network, List<Slice>> two) {
        return new Result(
                comparison.group(),
                work.title(),
                network.name(),
                "µs CPU/" + work.unit(),
                comparison.base().name(),
                figure(comparison, network, one, slice -> slice.cpuCost(work)),
                two.isEmpty() ? null : figure(comparison, network, two, slice -> slice.time(work)),
                comparison.limit(network, work),
                one.get(network).stream().mapToLong(Slice::lost).sum());
    }

    private static Figure figure(
            Comparison comparison,
            Network network,
            Map<Network, List<Slice>> slices,
            ToDoubleFunction<Slice> cost) {
        double[] own = micros(slices.get(network), cost);
        return network.equals(comparison.base())
                ? Figure.of(own)
                : Figure.compared(own, micros(slices.get(comparison.base()), cost));
    }

    private static double[] micros(List<Slice> slices, ToDoubleFunction<Slice> cost) {
        return slices.stream()
                .mapToDouble(slice -> cost.applyAsDouble(slice) / NANOS_OF_MICRO)
                .toArray();
    }

    /** The judged network compared with its like. */
    private static Result alike(
            Comparison comparison, Network like, Work work, Map<Network, List<Slice>> one) {
        Network judged = comparison.judged();
        Figure figure =
                Figure.compared(
                        micros(one.get(judged), slice -> slice.cpuCost(work)),
                        micros(one.get(like), slice -> slice.cpuCost(work)));
        return new Result(
                judged.name() + " compared with " + like.name(),
                work.title(),
                judged.name(),
                "µs CPU/" + work.unit(),
                like.name(),
                figure,
                null,
                Limit.ratio(ALIKE),
                0);
    }
}
