package naru.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import naru.agent.doctor.AttachedProgramsCheck;
import naru.agent.doctor.Check;
import naru.agent.doctor.Doctor;
import naru.agent.doctor.DoctorOperation;
import naru.agent.doctor.LastEvent;
import naru.agent.doctor.MapPressureCheck;
import naru.agent.doctor.ReconcileCheck;
import naru.agent.node.DatapathHooks;
import naru.agent.node.NodeKeeper;
import naru.agent.ops.MapUses;
import naru.agent.ops.Sources;
import naru.apply.device.Uplink;
import naru.wire.DoctorReply;
import naru.wire.Operation;

/** All checks of {@code naru doctor}, put together: the one list. */
final class DoctorChecks {

    /** Longer than it takes to put right what the kernel told of. */
    private static final Duration MOMENT = Duration.ofMillis(400);

    private final Sources sources;
    private final DatapathHooks hooks;
    private final NodeKeeper keeper;
    private final LastEvent lastEvent;

    DoctorChecks(Sources sources, DatapathHooks hooks, NodeKeeper keeper, LastEvent lastEvent) {
        this.sources = sources;
        this.hooks = hooks;
        this.keeper = keeper;
        this.lastEvent = lastEvent;
    }

    Operation operation() {
        return new DoctorOperation(sources.node(), new Doctor(all(), MOMENT), this::state);
    }

    private List<Check> all() {
        return List.of(
                new AttachedProgramsCheck(hooks, this::podDevices, this::uplinks),
                new MapPressureCheck(
                        () -> read(() -> MapUses.of(sources.engine(), sources.maps()))),
                new ReconcileCheck(sources.problems()));
    }

    private DoctorReply.State state() {
        return new DoctorReply.State(podDevices().size(), lastEvent.secondsAgo(), 0, "", -1);
    }

    private Map<Integer, String> podDevices() {
        return read(() -> sources.engine().endpoints().devices());
    }

    private Map<Integer, String> uplinks() {
        return keeper.uplinks().stream().collect(Collectors.toMap(Uplink::index, Uplink::name));
    }

    /** On the event loop, which is nobody else's meanwhile. */
    private <T> T read(Callable<T> look) {
        try {
            return sources.loop().read(look);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
