package naru.cli.command;

import java.util.List;
import naru.wire.AgentReplies.MonitorEvent;
import naru.wire.AgentRequests;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** The events that {@code monitor} shows. */
final class EventFilter {

    private final OptionSpec endpoint =
            OptionSpec.builder("--endpoint")
                    .type(String.class)
                    .paramLabel("ENDPOINT")
                    .description(
                            "Only events of this endpoint: its number, address or NAMESPACE/POD.")
                    .build();

    private final OptionSpec from =
            OptionSpec.builder("--from")
                    .type(String.class)
                    .paramLabel("PEER")
                    .description("Only packets from this NAMESPACE/POD, address or identity.")
                    .build();

    private final OptionSpec to =
            OptionSpec.builder("--to")
                    .type(String.class)
                    .paramLabel("PEER")
                    .description("Only packets to this NAMESPACE/POD, address or identity.")
                    .build();

    private final OptionSpec identity =
            OptionSpec.builder("--identity")
                    .type(String.class)
                    .paramLabel("IDENTITY")
                    .description(
                            "Only packets from or to this identity: a number, or a name such as world.")
                    .build();

    private final OptionSpec verdict =
            OptionSpec.builder("--verdict")
                    .type(String.class)
                    .paramLabel("allow|deny")
                    .description("Only packets that got this verdict.")
                    .build();

    private final OptionSpec port =
            OptionSpec.builder("--port")
                    .type(int.class)
                    .initialValue(0)
                    .paramLabel("PORT")
                    .description("Only packets from or to this port.")
                    .build();

    private final OptionSpec types =
            OptionSpec.builder("--type")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .initialValue(List.of())
                    .paramLabel("TYPE")
                    .splitRegex(",")
                    .description("Only these events: drop, policy-verdict, trace.")
                    .build();

    /** What the agent can leave out by itself. */
    AgentRequests.Monitor request() {
        return new AgentRequests.Monitor(
                orEmpty(endpoint.getValue()),
                orEmpty(identity.getValue()),
                orEmpty(verdict.getValue()),
                port.getValue(),
                types.getValue(),
                true);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** What remains to be left out: the ends of the connection. */
    boolean takes(MonitorEvent event) {
        return isEnd(from.getValue(), event.sourceName(), event.source(), event.sourceIdentity())
                && isEnd(
                        to.getValue(),
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

    List<OptionSpec> all() {
        return List.of(endpoint, from, to, identity, verdict, port, types);
    }
}
