package naru.agent;

import java.time.InstantSource;
import naru.agent.doctor.LastEvent;
import naru.agent.explain.DropMemory;
import naru.agent.loop.ProblemBoard;
import naru.agent.loop.Revisions;
import naru.agent.monitor.EventHub;
import naru.agent.repair.RepairLog;
import naru.agent.repair.SteadyClock;
import naru.datapath.FlowEvent;

/**
 * What all parts of the agent write down for who asks. It ends with the agent.
 *
 * @param problems what somebody has to do something about
 * @param repairs what others changed
 * @param revisions of the objects, seen and in force
 * @param events of packets, for who watches now
 * @param drops the last ones, for who asks later
 * @param lastEvent when something came from the source of objects
 */
record Notes(
        ProblemBoard problems,
        RepairLog repairs,
        Revisions revisions,
        EventHub events,
        DropMemory drops,
        LastEvent lastEvent) {

    static Notes empty() {
        ProblemBoard problems = new ProblemBoard();
        return new Notes(
                problems,
                new RepairLog(
                        InstantSource.system(),
                        new SteadyClock(),
                        fights -> problems.say("repairs", fights)),
                new Revisions(),
                new EventHub(),
                new DropMemory(),
                new LastEvent(InstantSource.system()));
    }

    /** For the thread that reads the datapath's events. */
    void event(FlowEvent event) {
        drops.note(event);
        events.publish(event);
    }
}
