package naru.cli.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import naru.cli.Surroundings;
import naru.cli.agents.AgentSocket;
import naru.cli.node.NodePlace;
import naru.wire.Version;

/** Writes the bundle of one or more nodes. */
public final class Bundle {

    private static final String INDEX_HEAD =
            """
            What `naru support-bundle` of version %s collected at %s.

            Not in it: manifests and what they hold (annotations, environments, secrets), environment
            variables, packets, files of other programs. In it, because a network can't be looked at without:
            names of pods, nodes, labels and policies, addresses, container ids.

            """;

    private final Path file;
    private final Consumer<String> progress;

    /**
     * @param file is made, readable by its owner alone
     * @param progress told what is being collected
     */
    public Bundle(Path file, Consumer<String> progress) {
        this.file = file;
        this.progress = progress;
    }

    /** Collects everything; what can't be had is said in the bundle. */
    public void write(List<AgentSocket> agents, Surroundings surroundings) throws IOException {
        Instant now = Instant.now();
        StringBuilder index = new StringBuilder(INDEX_HEAD.formatted(Version.NUMBER, now));
        try (TarGz archive = new TarGz(file, now)) {
            for (AgentSocket agent : agents) {
                write(agent, surroundings, archive, index);
            }
            archive.add("INDEX.txt", index.toString());
        }
    }

    private void write(
            AgentSocket agent, Surroundings surroundings, TarGz archive, StringBuilder index)
            throws IOException {
        String folder = agent.node().isEmpty() ? "node" : agent.node();
        NodePlace place = NodePlace.of(agent, surroundings);
        Collector collector = new Collector(agent, place, surroundings);
        for (Item item : Contents.of(place)) {
            progress.accept(folder + ": " + item.about());
            Map<String, String> texts = new LinkedHashMap<>(collector.texts(item));
            for (Map.Entry<String, String> text : texts.entrySet()) {
                archive.add(folder + "/" + text.getKey(), text.getValue());
            }
            index.append("%-44s %s%n".formatted(folder + "/" + item.name(), item.about()));
        }
        index.append('\n');
    }
}
