package naru.cli.command;

import java.util.List;
import naru.wire.AgentReplies.MonitorEvent;
import naru.wire.AgentRequests;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The events that {@code monitor} shows. */
final class EventFilter {

    @Option(
            names = "--endpoint",
            paramLabel = "ENDPOINT",
            description = "Only events of this endpoint: its number, address or NAMESPACE/POD.")
    private @Nullable String endpoint;

    @Option(
            names = "--from",
            paramLabel = "PEER",
            description = "Only packets from this NAMESPACE/POD, address or identity.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "PEER",
            description = "Only packets to this NAMESPACE/POD, address or identity.")
    private @Nullable String to;

    @Option(
            names = "--identity",
            paramLabel = "IDENTITY",
            description =
                    "Only packets from or to this identity: a number, or a name such as world.")
    private @Nullable String identity;

    @Option(
            names = "--verdict",
            paramLabel = "allow|deny",
            description = "Only packets that got this verdict.")
    private @Nullable String verdict;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Only packets from or to this port.")
    private int port;

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            description = "Only these events: drop, policy-verdict, trace.")
    private List<String> types = List.of();

    /** What the agent can leave out by itself. */
    AgentRequests.Monitor request() {
        return new AgentRequests.Monitor(
                orEmpty(endpoint), orEmpty(identity), orEmpty(verdict), port, types, true);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** What remains to be left out: the ends of the connection. */
    boolean takes(MonitorEvent event) {
        return isEnd(from, event.sourceName(), event.source(), event.sourceIdentity())
                && isEnd(
                        to,
                        event.destinationName(),
                        event.destination(),
                        event.destinationIdentity());
    }

    private static boolean isEnd(
            @Nullable String wanted, String name, String address, long identity) {
        return wanted == null
                || wanted.equals(name)
                || wanted.equals(address)
                || wanted.equals(naru.cli.text.IdentityName.of(identity))
                || wanted.equals(Long.toString(identity));
    }
}
