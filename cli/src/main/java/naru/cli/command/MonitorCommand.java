package naru.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cli.agents.AgentOptions;
import naru.cli.agents.AgentSocket;
import naru.cli.agents.Agents;
import naru.cli.line.Described;
import naru.cli.text.MonitorText;
import naru.wire.AgentReplies.MonitorEvent;
import naru.wire.AgentReplies.Subscribed;
import naru.wire.Json;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code naru monitor}: runs until it is interrupted, or the agents end. Standard error says from
 * when on no event is missed.
 */
public final class MonitorCommand implements Callable<Integer> {

    /** The first line of its help. */
    public static final String ABOUT =
            "The datapath's events as they happen: verdicts, drops and traces.";

    private final Surroundings surroundings;
    private final EventFilter filter = new EventFilter();
    private final AgentOptions agents = new AgentOptions();
    private final OutputOption output = new OutputOption();

    private final OptionSpec verbose =
            OptionSpec.builder("-v", "--verbose")
                    .type(boolean.class)
                    .initialValue(false)
                    .description("Also show when, where, and the names of both ends.")
                    .build();

    public MonitorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command as picocli takes it. */
    public CommandLine line() {
        return Described.command("monitor", this)
                .about(ABOUT)
                .examples(
                        "monitor --type drop",
                        "monitor --node n1 --to argocd/argocd-redis --port 6379 -o json")
                .takes(filter.all())
                .takes(agents.all())
                .takes(output.all())
                .takes(verbose)
                .line();
    }

    @Override
    public Integer call() throws InterruptedException {
        Agents meant = Agents.meantBy(agents, surroundings);
        MonitorText text =
                new MonitorText(surroundings.paint(), verbose.getValue(), meant.areSeveral());
        List<Thread> listeners = new ArrayList<>();
        for (AgentSocket socket : meant.sockets()) {
            listeners.add(Thread.ofVirtual().start(() -> listen(socket, text)));
        }
        for (Thread listener : listeners) {
            listener.join();
        }
        return surroundings.out().checkError() ? 0 : CommandFailure.FAILED;
    }

    private void listen(AgentSocket socket, MonitorText text) {
        try {
            Agents.ask(
                    socket,
                    client -> {
                        client.stream(
                                "monitor", filter.request(), line -> show(line, socket, text));
                        return true;
                    });
        } catch (CommandFailure e) {
            surroundings.complain(String.valueOf(e.getMessage()), e.hint());
        }
    }

    /** Returns false when nobody reads any more. */
    private synchronized boolean show(JsonNode line, AgentSocket socket, MonitorText text)
            throws IOException {
        if (line.has(Subscribed.MARK)) {
            String node = Json.read(line, Subscribed.class).subscribed();
            surroundings.complain("subscribed to the events of " + node, "");
            return true;
        }
        MonitorEvent event = Json.read(line, MonitorEvent.class);
        if (filter.takes(event)) {
            if (line instanceof ObjectNode object && !socket.node().isEmpty()) {
                object.put("node", socket.node());
            }
            surroundings.print(output.isJson() ? List.of(Json.line(line)) : text.lines(event));
        }
        return !surroundings.out().checkError();
    }
}
