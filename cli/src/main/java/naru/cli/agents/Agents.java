package naru.cli.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;
import naru.wire.WireClient.Unreachable;

/** The agents that a command means. */
public final class Agents {

    private final Surroundings surroundings;
    private final List<AgentSocket> sockets;

    private Agents(Surroundings surroundings, List<AgentSocket> sockets) {
        this.surroundings = surroundings;
        this.sockets = sockets;
    }

    /**
     * @throws CommandFailure if a lab or node was named that is not there
     */
    public static Agents meantBy(AgentOptions options, Surroundings surroundings) {
        AgentFinder finder = new AgentFinder(surroundings.run(), surroundings.variables());
        return new Agents(surroundings, finder.find(options));
    }

    /** What is asked of one agent. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(WireClient client) throws IOException, Refusal;
    }

    /** What an agent answered. */
    public record Answer<T>(String node, T value) {}

    /**
     * What the agents answered.
     *
     * @param failures of the others
     */
    public record Answers<T>(List<Answer<T>> answers, List<CommandFailure> failures) {}

    /** True if several agents are meant, so that people want to know who says what. */
    public boolean areSeveral() {
        return sockets.size() > 1;
    }

    public List<AgentSocket> sockets() {
        return sockets;
    }

    /**
     * Asks each agent.
     *
     * @throws CommandFailure of the first agent, if none answered
     */
    public <T> Answers<T> askEach(Question<T> question) {
        List<Answer<T>> answers = new ArrayList<>();
        List<CommandFailure> failures = new ArrayList<>();
        for (AgentSocket socket : sockets) {
            try {
                answers.add(new Answer<>(socket.node(), ask(socket, question)));
            } catch (CommandFailure e) {
                failures.add(e);
            }
        }
        if (answers.isEmpty()) {
            throw failures.getFirst();
        }
        return new Answers<>(answers, failures);
    }

    /** As {@link #askEach}; says on standard error who did not answer. */
    public <T> Answers<T> askAll(Question<T> question) {
        Answers<T> all = askEach(question);
        all.failures()
                .forEach(e -> surroundings.complain(String.valueOf(e.getMessage()), e.hint()));
        return all;
    }

    /**
     * Asks one agent.
     *
     * @throws CommandFailure if it does not answer, or refuses
     */
    public static <T> T ask(AgentSocket socket, Question<T> question) {
        try (WireClient client = WireClient.connect(socket.path())) {
            return question.ask(client);
        } catch (Refusal e) {
            throw CommandFailure.of(e.failure());
        } catch (Unreachable e) {
            throw unreachable(socket, e);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    socket.path() + ": the answer is not as it should be: " + e.getMessage(),
                    "use the command and the agent of one build");
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.FAILED, String.valueOf(e.getMessage()), "");
        }
    }

    private static CommandFailure unreachable(AgentSocket socket, Unreachable e) {
        String who = socket.node().isEmpty() ? "the agent" : "the agent of " + socket.node();
        String start =
                socket.node().isEmpty()
                        ? "start it with: naru agent --node NAME --manifests DIR"
                        : "start it with: naru lab agent start --node " + socket.node();
        String message = who + " does not answer: " + e.getMessage();
        return switch (e.why()) {
            case NOT_PERMITTED ->
                    new CommandFailure(CommandFailure.USAGE, message, "run the command as root");
            case ABSENT, NOBODY_LISTENS ->
                    new CommandFailure(
                            CommandFailure.FAILED,
                            message,
                            start + (socket.node().isEmpty() ? ", or a lab: naru lab up" : ""));
            case HUNG_UP ->
                    new CommandFailure(
                            CommandFailure.FAILED, message, "try again; its log says more");
            case OTHER -> new CommandFailure(CommandFailure.FAILED, message, "");
        };
    }
}
