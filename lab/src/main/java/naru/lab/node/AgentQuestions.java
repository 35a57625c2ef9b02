package naru.lab.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import naru.wire.AgentReplies;
import naru.wire.AgentRequests;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;

/** What the lab asks an agent. */
public final class AgentQuestions {

    private static final Duration RETRY = Duration.ofMillis(20);

    private final Path socket;

    public AgentQuestions(Path socket) {
        this.socket = socket;
    }

    /**
     * Waits until a revision of the manifests is in force.
     *
     * @return why it is not; empty if it is
     */
    public Optional<String> await(long revision, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            String problem;
            try (WireClient client = WireClient.connect(socket)) {
                AgentRequests.Await question = new AgentRequests.Await(revision, left.toMillis());
                AgentReplies.Awaited answer =
                        client.ask("await", question, AgentReplies.Awaited.class);
                return answer.reached() ? Optional.empty() : Optional.of(pending(answer));
            } catch (WireClient.Unreachable e) {
                problem = "its agent does not answer";
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage());
            } catch (Refusal e) {
                return Optional.of(e.failure().message());
            }
            if (left.isZero()) {
                return Optional.of(problem);
            }
            Thread.sleep(RETRY);
        }
    }

    private static String pending(AgentReplies.Awaited answer) {
        return answer.pending().isEmpty()
                ? "its agent is still at revision " + answer.appliedRevision()
                : String.join("; ", answer.pending());
    }

    /** Whether it answers. */
    public boolean isThere() {
        try (WireClient client = WireClient.connect(socket)) {
            client.ask("status", null);
            return true;
        } catch (IOException e) {
            return false;
        } catch (Refusal e) {
            return true;
        }
    }

    /** The endpoints of its node; none if it doesn't answer. */
    public List<AgentReplies.EndpointRow> endpoints() {
        try (WireClient client = WireClient.connect(socket)) {
            return List.of(client.ask("endpoint-list", null, AgentReplies.EndpointRow[].class));
        } catch (IOException | Refusal e) {
            return List.of();
        }
    }
}
