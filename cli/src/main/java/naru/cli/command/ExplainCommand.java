package naru.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cli.agents.AgentOptions;
import naru.cli.agents.Agents;
import naru.cli.agents.Agents.Answer;
import naru.cli.agents.Agents.Answers;
import naru.cli.line.Described;
import naru.cli.text.ExplainText;
import naru.wire.AgentRequests;
import naru.wire.ExplainMerge;
import naru.wire.ExplainReply;
import naru.wire.ExplainReply.Unseen;
import naru.wire.Json;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code naru explain}. */
public final class ExplainCommand implements Callable<Integer> {

    /** The first line of its help. */
    public static final String ABOUT =
            "Whether a connection would be made, hop by hop, and if not, why.";

    private final Surroundings surroundings;
    private final AgentOptions agents = new AgentOptions();
    private final OutputOption output = new OutputOption();

    private final PositionalParamSpec source =
            PositionalParamSpec.builder()
                    .index("0")
                    .arity("1")
                    .required(true)
                    .type(String.class)
                    .paramLabel("SRC")
                    .description("Who connects.")
                    .build();

    private final PositionalParamSpec destination =
            PositionalParamSpec.builder()
                    .index("1")
                    .arity("1")
                    .required(true)
                    .type(String.class)
                    .paramLabel("DST[:PORT[/PROTO]]")
                    .description("To whom, and to which port; the protocol is tcp unless named.")
                    .build();

    public ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command as picocli takes it. */
    public CommandLine line() {
        return Described.command("explain", this)
                .about(
                        ABOUT,
                        "SRC and DST are NAMESPACE/POD, node/NAME, an address, kubelet or world.",
                        "Exit status: 0 allowed, 1 denied or failing, 2 usage, 3 cannot tell.")
                .examples(
                        "explain argocd/argocd-server argocd/argocd-redis:6379",
                        "explain kubelet argocd/argocd-repo-server:8084",
                        "explain argocd/argocd-redis 10.0.0.7:53/udp")
                .takes(agents.all())
                .takes(output.all())
                .takes(source, destination)
                .line();
    }

    @Override
    public Integer call() throws IOException {
        Target target = Target.parse(destination.getValue());
        AgentRequests.Explain question =
                new AgentRequests.Explain(
                        source.getValue(), target.host(), target.port(), target.protocol());
        Answers<ExplainReply> all =
                Agents.meantBy(agents, surroundings)
                        .askEach(client -> client.ask("explain", question, ExplainReply.class));
        ExplainReply reply = ExplainMerge.merge(all.answers().stream().map(Answer::value).toList());
        reply = withUnseen(reply, all.failures());
        surroundings.print(
                output.isJson()
                        ? List.of(Json.pretty(Json.tree(reply)))
                        : ExplainText.lines(reply, surroundings.paint()));
        return reply.exitStatus();
    }

    /** An agent that did not answer is something that could not be seen. */
    private static ExplainReply withUnseen(ExplainReply reply, List<CommandFailure> failures) {
        List<Unseen> unseen = new ArrayList<>(reply.unseen());
        failures.forEach(e -> unseen.add(new Unseen(String.valueOf(e.getMessage()), e.hint())));
        return new ExplainReply(
                reply.node(),
                reply.question(),
                reply.source(),
                reply.destination(),
                reply.protocol(),
                reply.port(),
                reply.outcome(),
                reply.headline(),
                reply.hops(),
                reply.causes(),
                reply.fixes(),
                reply.findings(),
                List.copyOf(unseen),
                reply.askNodes());
    }
}
