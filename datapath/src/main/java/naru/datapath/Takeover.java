package naru.datapath;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import naru.linux.bpf.BpfFileSystem;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.MapShape;
import naru.linux.bpf.PinKind;
import naru.linux.ffi.LibC;

/**
 * Puts this version's programs in the place of whatever version's run, while packets pass. Maps of
 * equal shape stay; where one differs, a generation of maps is made beside the one in force,
 * filled, and takes its place ({@link MapRole} says what becomes of which map). It can be killed
 * anywhere: the next agent, of whatever version, goes on from what it finds, see {@link
 * Generation}.
 */
final class Takeover {

    private static final System.Logger LOG = System.getLogger("naru.datapath");
    private static final int BEHIND = 0;
    private static final String COUNTERS = "metrics_map";
    private static final List<String> CARRIED_ENTRIES =
            Stream.of(MapRole.ENTRIES.maps(), List.of("events_lost_map"))
                    .flatMap(List::stream)
                    .toList();

    private final DatapathOptions options;
    private final Consumer<DatapathMaps> refill;
    private final PinRepair repair;
    private final Generations generations;
    private final LinkPins links;
    private final OwnMaps own;
    private final Consumer<Step> steps;
    private FlowCarrier.Result flows = new FlowCarrier.Result(0, 0);

    /** What is in force now. */
    record Result(HookPrograms programs, FlowCollector collector, Replacement replacement) {}

    /** How far the replacement of another version has come. */
    enum Step {
        FILLED("maps of this version are made and filled"),
        CARRIED("connections are carried, no program has changed"),
        SWITCHED("programs of this version see all packets"),
        COUNTED("counters are carried"),
        DONE("the other version is gone");

        private final String text;

        Step(String text) {
            this.text = text;
        }
    }

    private Takeover(DatapathOptions options, Consumer<DatapathMaps> refill, Consumer<Step> steps) {
        this.options = options;
        this.refill = refill;
        this.steps = steps;
        this.repair = new PinRepair(options);
        this.generations = new Generations(options.root());
        this.links = new LinkPins(options.links());
        BpfFileSystem.prepare(options.mountPoint(), options.root());
        repair.folders();
        List.of(options.maps(), options.programs(), options.links()).forEach(PinFolders::make);
        this.own = new OwnMaps(options);
    }

    /**
     * @param refill fills those maps of a new generation that the agent fills
     */
    static Result of(DatapathOptions options, Consumer<DatapathMaps> refill) {
        return of(
                options,
                refill,
                step -> LOG.log(System.Logger.Level.INFO, "another version: {0}", step.text));
    }

    /**
     * As {@link #of(DatapathOptions, Consumer)}.
     *
     * @param steps told of each step of a replacement when it is done
     */
    static Result of(DatapathOptions options, Consumer<DatapathMaps> refill, Consumer<Step> steps) {
        return new Takeover(options, refill, steps).run();
    }

    private Result run() {
        Collection<String> names = own.shapes().keySet();
        generations.tidy();
        repair.maps(names);
        repair.programs();
        repair.links(links);
        repair.lostMaps(names);
        Map<String, String> differences = own.differences(options.maps());
        Generation target = target(differences);
        if (target.inForce() && generations.next().isEmpty()) {
            own.make(target.maps());
            return restart(target);
        }
        return replace(target, differences);
    }

    /** Rather one that is there already than a new one. */
    private Generation target(Map<String, String> differences) {
        List<Generation> next = generations.next();
        Optional<Generation> begun =
                next.reversed().stream()
                        .filter(generation -> own.differences(generation.maps()).isEmpty())
                        .findFirst();
        if (begun.isPresent()) {
            return begun.get();
        }
        Set<String> kept = new HashSet<>(own.found(options.maps()).keySet());
        kept.retainAll(MapRole.renewedWith(differences.keySet()));
        if (differences.isEmpty() || (next.isEmpty() && kept.isEmpty())) {
            return generations.inForce(); // at most, something is missing
        }
        return stage(MapRole.renewedWith(differences.keySet()));
    }

    private Generation stage(Set<String> renewed) {
        Generation fresh = generations.begin();
        for (String name : own.shapes().keySet()) {
            if (!renewed.contains(name)) {
                try (BpfMap kept = BpfMap.open(options.maps().resolve(name))) {
                    kept.pin(fresh.map(name));
                }
            }
        }
        own.make(fresh.maps());
        if (MapRole.WISHED.maps().stream().anyMatch(renewed::contains)) {
            try (DatapathMaps maps = new DatapathMaps(fresh.maps())) {
                refill.accept(maps);
            }
        }
        steps.accept(Step.FILLED);
        return fresh;
    }

    private Result restart(Generation target) {
        return loaded(
                target,
                (programs, collector) -> {
                    ProgramSwitch change = new ProgramSwitch(links, programs);
                    programs.pin();
                    change.links();
                    change.unknownLinks(numbers(target));
                    collector.beginSweep();
                    return Map.of();
                });
    }

    private Result replace(Generation target, Map<String, String> differences) {
        return loaded(
                target,
                (programs, collector) -> {
                    List<Generation> others = new ArrayList<>(generations.next());
                    others.remove(target);
                    if (!target.inForce()) {
                        others.addFirst(generations.inForce());
                    }
                    Set<Integer> numbers = new HashSet<>(numbers(target));
                    others.forEach(other -> numbers.addAll(numbers(other)));
                    Set<Integer> used = repair.usedMaps();
                    collector.beginSweep();
                    exchange(target, others, new ProgramSwitch(links, programs), numbers);
                    programs.pin();
                    forgetUnknownMaps(used);
                    return differences;
                });
    }

    private interface Work {
        Map<String, String> with(HookPrograms programs, FlowCollector collector);
    }

    private Result loaded(Generation target, Work work) {
        FlowCollector collector = new FlowCollector(options, target.maps());
        collector.beginLoading();
        HookPrograms programs = null;
        try {
            programs = HookPrograms.load(options, target.maps());
            Map<String, String> replaced = work.with(programs, collector);
            Replacement replacement =
                    new Replacement(replaced, flows.carried(), flows.left(), repair.findings());
            return new Result(programs, collector, replacement);
        } catch (RuntimeException e) {
            collector.close();
            if (programs != null) {
                programs.close();
            }
            throw e;
        }
    }

    /** The moment itself: connections come along before and after, so that none is unknown. */
    private void exchange(
            Generation target,
            List<Generation> others,
            ProgramSwitch change,
            Set<Integer> numbers) {
        try (FlowCarrier carrier = new FlowCarrier(options, target)) {
            carry(carrier, target, others);
            try (EpochMap epochs = new EpochMap(target.maps())) {
                epochs.put(BEHIND, 1); // the first settling moves them all
            }
            steps.accept(Step.CARRIED);
            target.markUsed();
            change.links();
            change.filters();
            change.unknownLinks(numbers);
            change.unknownFilters(numbers);
            LibC.waitForGracePeriod();
            steps.accept(Step.SWITCHED);
            flows = carry(carrier, target, others);
            counters(carrier, target, others);
        }
        steps.accept(Step.COUNTED);
        if (!target.inForce()) {
            target.markWhole();
        }
        generations.putInForce(target);
        steps.accept(Step.DONE);
    }

    private static FlowCarrier.Result carry(
            FlowCarrier carrier, Generation target, List<Generation> others) {
        FlowCarrier.Result result = new FlowCarrier.Result(0, 0);
        EntryCarrier entries = new EntryCarrier();
        for (Generation other : others) {
            result =
                    result.plus(
                            between(other, target, "flow_map4", carrier::flows)
                                    .orElse(new FlowCarrier.Result(0, 0)));
            for (String name : CARRIED_ENTRIES) {
                between(
                        other,
                        target,
                        name,
                        (from, to) -> {
                            entries.carry(from, to);
                            return true;
                        });
            }
        }
        return result;
    }

    private void counters(FlowCarrier carrier, Generation target, List<Generation> others) {
        Set<Integer> present = new HashSet<>();
        number(target.map(COUNTERS)).ifPresent(present::add);
        others.forEach(other -> number(other.map(COUNTERS)).ifPresent(present::add));
        for (Generation other : others) {
            between(
                    other,
                    target,
                    COUNTERS,
                    (from, to) -> {
                        MapShape shape = requireNonNull(own.shapes().get(COUNTERS));
                        Path notes = other.map("carried_map");
                        carrier.counters(from, to, CounterRecords.of(from, notes, shape, present));
                        return true;
                    });
        }
    }

    private interface Between<T> {
        T with(BpfMap from, BpfMap to);
    }

    /** Empty: there is nothing to bring from one to the other. */
    private static <T> Optional<T> between(
            Generation other, Generation target, String name, Between<T> work) {
        if (PinKind.of(other.map(name)) != PinKind.MAP) {
            return Optional.empty();
        }
        try (BpfMap from = BpfMap.open(other.map(name));
                BpfMap to = BpfMap.open(target.map(name))) {
            return from.info().id() == to.info().id()
                    ? Optional.empty()
                    : Optional.of(work.with(from, to));
        }
    }

    private static Set<Integer> numbers(Generation generation) {
        Set<Integer> numbers = new HashSet<>();
        PinFolders.list(generation.maps()).forEach(pin -> number(pin).ifPresent(numbers::add));
        return numbers;
    }

    /** The kernel's number of a pinned map. */
    private static Optional<Integer> number(Path pin) {
        if (PinKind.of(pin) != PinKind.MAP) {
            return Optional.empty();
        }
        try (BpfMap map = BpfMap.open(pin)) {
            return Optional.of(map.info().id());
        }
    }

    /** Maps of the other version that this one does not have. */
    private void forgetUnknownMaps(Set<Integer> used) {
        for (Path pin : PinFolders.list(options.maps())) {
            boolean known = own.shapes().containsKey(pin.getFileName().toString());
            if (!known && number(pin).filter(used::contains).isPresent()) {
                PinFolders.remove(pin);
            }
        }
    }
}
