package naru.cli.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cli.agents.AgentSocket;
import naru.cli.agents.Agents;
import naru.cli.node.NodeCommand;
import naru.cli.node.NodePlace;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentRequests;
import naru.wire.Json;

/** Gets the text of each item, or why there is none. */
final class Collector {

    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_ROWS = 5_000;
    private static final int MOST_FILES = 1_000;
    private static final int LOG_BYTES = 512 << 10;

    private final AgentSocket agent;
    private final NodePlace place;
    private final NodeCommand node;

    Collector(AgentSocket agent, NodePlace place, Surroundings surroundings) {
        this.agent = agent;
        this.place = place;
        this.node = new NodeCommand(place, surroundings);
    }

    /** By name in the bundle. */
    Map<String, String> texts(Item item) {
        return switch (item.source()) {
            case Item.Operation(String op) -> Map.of(item.name(), answer(op));
            case Item.Command(List<String> words) ->
                    Map.of(item.name(), said(node.run(MOST_BYTES, words.toArray(String[]::new))));
            case Item.WithoutAgent(String what) ->
                    Map.of(item.name(), said(node.withoutAgent(MOST_BYTES, what)));
            case Item.Tail(String path) -> Map.of(item.name(), tail(Path.of(path)));
            case Item.Folder(String flag, String otherwise, String except) ->
                    folder(item.name(), place.path(flag, otherwise), except);
        };
    }

    private static String said(NodeCommand.Said said) {
        return said.status() == 0
                ? said.text()
                : said.text() + "\n[ended with status " + said.status() + "]\n";
    }

    private String answer(String op) {
        try {
            return Agents.ask(
                    agent,
                    client -> {
                        if (!op.equals("policy-get")) {
                            JsonNode answer = client.ask(op, null);
                            return text(op, answer);
                        }
                        StringBuilder all = new StringBuilder();
                        for (EndpointRow row :
                                client.ask("endpoint-list", null, EndpointRow[].class)) {
                            var asked = new AgentRequests.PolicyGet(Integer.toString(row.id()));
                            all.append("endpoint ").append(row.id()).append('\n');
                            all.append(text(op, client.ask(op, asked))).append('\n');
                        }
                        return all.toString();
                    });
        } catch (CommandFailure e) {
            return "[not there: " + e.getMessage() + "]\n";
        }
    }

    private static String text(String op, JsonNode answer) throws IOException {
        if (op.equals("metrics")) {
            return answer.path("text").asText();
        }
        if (answer instanceof ArrayNode rows && rows.size() > MOST_ROWS) {
            int all = rows.size();
            List<JsonNode> first = new ArrayList<>();
            rows.elements()
                    .forEachRemaining(
                            row -> {
                                if (first.size() < MOST_ROWS) {
                                    first.add(row);
                                }
                            });
            return Json.pretty(Json.tree(first))
                    + "\n[the first "
                    + MOST_ROWS
                    + " of "
                    + all
                    + "]\n";
        }
        return Json.pretty(answer) + "\n";
    }

    private static String tail(Path file) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, log.length() - LOG_BYTES);
            byte[] end = new byte[(int) (log.length() - from)];
            log.seek(from);
            log.readFully(end);
            return (from > 0 ? "[begins in the middle]\n" : "")
                    + new String(end, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "[not there: " + e.getMessage() + "]\n";
        }
    }

    private Map<String, String> folder(String name, Path folder, String except) {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file :
                    files.filter(file -> !file.startsWith(folder.resolve(except)))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .limit(MOST_FILES)
                            .toList()) {
                texts.put(name + "/" + shortened(folder.relativize(file)), tail(file));
            }
        } catch (IOException e) {
            texts.put(name + "/none.txt", "[not there: " + e.getMessage() + "]\n");
        }
        return texts;
    }

    /** Container ids are long, names in archives are not. */
    private static String shortened(Path path) {
        String text = path.toString();
        return text.length() <= 80 ? text : text.substring(0, 60) + "~" + text.hashCode();
    }
}
