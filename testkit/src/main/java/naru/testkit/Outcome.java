package naru.testkit;

import java.util.List;
import java.util.Optional;
import naru.datapath.DryRun;
import naru.datapath.FlowEvent;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.EventType;

/**
 * What a hook did with a packet.
 *
 * @param verdict TC_ACT_* that the program returned
 * @param reason why it dropped the packet
 * @param promised what the dry run had said; it agrees
 * @param packet the frame afterwards
 * @param events what was reported
 */
@SuppressWarnings("ArrayRecordComponent") // frames are read, never compared
public record Outcome(
        int verdict,
        Optional<DropReason> reason,
        DryRun promised,
        byte[] packet,
        List<FlowEvent> events) {

    private static final int PASS_ON = -1;
    private static final int REDIRECT = 7;

    public Outcome {
        events = List.copyOf(events);
    }

    /** True if it goes on to the stack or into the pod. */
    public boolean passed() {
        return verdict == PASS_ON;
    }

    /** True if it goes straight to a pod of this node. */
    public boolean redirected() {
        return verdict == REDIRECT;
    }

    public List<FlowEvent> events(EventType type) {
        return events.stream().filter(event -> event.type() == type).toList();
    }

    @Override
    public String toString() {
        return reason.map(r -> "dropped: " + r.text())
                        .orElse(redirected() ? "redirected" : passed() ? "passed" : "? " + verdict)
                + " "
                + events;
    }
}
