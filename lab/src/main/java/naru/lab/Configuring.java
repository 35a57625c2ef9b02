package naru.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import naru.lab.node.NodeRunner;
import naru.watch.config.AgentConfigReader;
import naru.watch.manifest.ManifestProblem;
import naru.wire.Operation.Refusal;

/** {@code config} and {@code agent}: what a person does with an agent. */
final class Configuring {

    private final Lab lab;

    Configuring(Lab lab) {
        this.lab = lab;
    }

    /**
     * Changes the configuration, and restarts the agents.
     *
     * @param node empty: all
     */
    void change(String node, Map<String, String> values, OutcomeNotes notes)
            throws Refusal, InterruptedException {
        refuseWrong(values);
        Collection<NodeRunner> nodes =
                node.isEmpty() ? lab.nodes().values() : List.of(existing(node));
        ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (NodeRunner runner : nodes) {
            threads.add(Thread.ofVirtual().start(() -> changeOne(runner, values, done, failed)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        done.stream().sorted().forEach(notes::done);
        failed.stream().sorted().forEach(notes::pending);
    }

    private static void refuseWrong(Map<String, String> values) throws Refusal {
        List<ManifestProblem> problems =
                AgentConfigReader.read(Optional.empty(), Map.of(), values).problems();
        if (!problems.isEmpty()) {
            throw Refusal.usage(
                    String.join(
                            "; ",
                            problems.stream().map(p -> p.field() + ": " + p.message()).toList()),
                    problems.getFirst().hint());
        }
    }

    private static void changeOne(
            NodeRunner runner,
            Map<String, String> values,
            Collection<String> done,
            Collection<String> failed) {
        String name = runner.node().name();
        try {
            Map<String, String> before = runner.config().change(values);
            runner.restartAgent();
            for (Map.Entry<String, String> value : values.entrySet()) {
                String old = before.get(value.getKey());
                String was =
                        old == null ? "as before" : old.isEmpty() ? "was not set" : "was " + old;
                done.add(name + ": " + value.getKey() + ": " + value.getValue() + " (" + was + ")");
            }
        } catch (IOException e) {
            failed.add("node " + name + ": " + e.getMessage());
        } catch (InterruptedException e) {
            failed.add("node " + name + ": interrupted");
        }
    }

    /** {@code kill}, {@code start} or {@code restart}. */
    void agent(String action, String node) throws Refusal, InterruptedException {
        NodeRunner runner = existing(node);
        try {
            switch (action) {
                case "kill" -> runner.killAgent();
                case "start" -> runner.startAgent();
                case "restart" -> runner.restartAgent();
                default ->
                        throw Refusal.usage(
                                "an agent can't be told to \"" + action + "\"",
                                "it can be told kill, start, restart");
            }
        } catch (IOException e) {
            throw Refusal.failed(String.valueOf(e.getMessage()), "");
        }
    }

    private NodeRunner existing(String node) throws Refusal {
        return lab.node(node)
                .orElseThrow(
                        () ->
                                Refusal.failed(
                                        "there is no node " + node + " in this lab",
                                        "there are " + String.join(", ", lab.nodes().keySet())));
    }
}
