package naru.lab.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import naru.lab.demo.ArgoCd.Door;
import naru.wire.ExplainReply;
import naru.wire.LabReplies.NodeRow;
import naru.wire.LabReplies.PodRow;

/** Who reaches whom, by real connections, beside what explain says of each. */
final class ReachTable {

    private final DemoLab lab;
    private final Map<String, PodRow> pods;
    private final Map<String, Path> nodes = new LinkedHashMap<>();

    ReachTable(DemoLab lab) throws IOException {
        this.lab = lab;
        this.pods = lab.pods();
        for (NodeRow node : lab.nodes()) {
            nodes.put(node.name(), Path.of(node.netns()));
        }
    }

    /** A connection that was tried. */
    record Cell(Door door, String source, boolean reached) {

        boolean asMeant() {
            return reached == door.admits(source);
        }
    }

    /** Tries all sources at all doors, at the same time. */
    List<Cell> measure(List<Door> doors, List<String> sources)
            throws IOException, InterruptedException {
        List<Future<Cell>> tries = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Door door : doors) {
                for (String source : sources) {
                    if (!door.isOwn(source)) {
                        tries.add(executor.submit(() -> tryOne(door, source)));
                    }
                }
            }
            List<Cell> cells = new ArrayList<>();
            for (Future<Cell> one : tries) {
                cells.add(one.get());
            }
            return cells;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private Cell tryOne(Door door, String source) {
        PodRow target = pod(door.pod());
        Path netns =
                source.equals(ArgoCd.KUBELET)
                        ? Objects.requireNonNull(nodes.get(target.node()))
                        : Path.of(pod(source).netns());
        return new Cell(door, source, DemoLab.reaches(netns, target.ip(), door.port()));
    }

    private PodRow pod(String name) {
        PodRow row = pods.get(name);
        if (row == null) {
            throw new IllegalStateException("there is no pod " + name);
        }
        return row;
    }

    /** Whether explain foretells what was measured. */
    boolean explainAgrees(Cell cell, ExplainReply reply) {
        return cell.reached() == reply.outcome().equals(ExplainReply.ALLOWED);
    }

    ExplainReply explain(Cell cell) throws IOException {
        return lab.explain(cell.source(), cell.door().pod(), cell.door().port());
    }

    /** The rules that let a packet in, or the policies that keep it out. */
    static Set<String> deciders(ExplainReply reply) {
        Set<String> deciders = new LinkedHashSet<>();
        for (ExplainReply.Hop hop : reply.hops()) {
            for (ExplainReply.Step step : hop.steps()) {
                if (step.verdict().equals("drop")) {
                    return new LinkedHashSet<>(step.isolatedBy());
                }
                if (step.name().startsWith("ingress policy")) {
                    deciders.addAll(step.decidedBy());
                }
            }
        }
        return deciders;
    }
}
