package naru.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import naru.bench.report.BenchFailure;
import naru.wire.AgentReplies.Events;

/** What an agent did while something was measured. */
public final class AgentEffort {

    private static final double TICKS_OF_A_SECOND = 100;
    private static final double NANOS_OF_A_SECOND = 1e9;
    private static final int USER_TICKS = 11;

    private final BenchLab lab;
    private final String node;
    private final long start = System.nanoTime();
    private final Events eventsBefore;
    private final long ticksBefore;

    private AgentEffort(BenchLab lab, String node, Events events, long ticks) {
        this.lab = lab;
        this.node = node;
        this.eventsBefore = events;
        this.ticksBefore = ticks;
    }

    /** From now on. */
    public static AgentEffort of(BenchLab lab, String node) throws IOException, BenchFailure {
        return new AgentEffort(lab, node, lab.agent(node).status().events(), ticks(lab, node));
    }

    /** Until now, as a sentence. */
    public String text() throws IOException, BenchFailure {
        Events events = lab.agent(node).status().events();
        double seconds = (System.nanoTime() - start) / NANOS_OF_A_SECOND;
        double cpu = (ticks(lab, node) - ticksBefore) / TICKS_OF_A_SECOND;
        return "meanwhile the agent of %s read %,d events (%,d did not fit into the ring) and used %.1f %% of a CPU"
                .formatted(
                        node,
                        events.read() - eventsBefore.read(),
                        events.lost() - eventsBefore.lost(),
                        100 * cpu / seconds);
    }

    /** CPU time of the process, in hundredths of a second. */
    private static long ticks(BenchLab lab, String node) throws IOException, BenchFailure {
        Path process = Path.of("/proc", Long.toString(lab.agentPid(node)));
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
    }
}
