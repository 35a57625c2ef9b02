package naru.bench.datapath;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        generator.place(where.client(), where.server());
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
        List<Slice> slices = one.getOrDefault(network, List.of());
        return new Result(
                comparison.group(),
                work.title(),
                network.name(),
                "µs CPU/" + work.unit(),
                comparison.base().name(),
                figure(comparison, network, one, slice -> slice.cpuCost(work)),
                two.isEmpty() ? null : figure(comparison, network, two, slice -> slice.time(work)),
                comparison.limit(network, work),
                slices.stream().mapToLong(Slice::lost).sum());
    }

    private static Figure figure(
            Comparison comparison,
            Network network,
            Map<Network, List<Slice>> slices,
            java.util.function.ToDoubleFunction<Slice> cost) {
        List<Slice> own = slices.getOrDefault(network, List.of());
        List<Slice> base = slices.getOrDefault(comparison.base(), List.of());
        return network.equals(comparison.base())
                ? Ratios.ofBase(own, cost)
                : Ratios.of(own, base, cost);
    }

    /** The judged network compared with its like. */
    private static Result alike(
            Comparison comparison, Network like, Work work, Map<Network, List<Slice>> one) {
        Network judged = comparison.judged();
        Figure figure =
                Ratios.of(
                        one.getOrDefault(judged, List.of()),
                        one.getOrDefault(like, List.of()),
                        slice -> slice.cpuCost(work));
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
