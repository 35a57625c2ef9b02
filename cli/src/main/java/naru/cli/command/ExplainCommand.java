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
import naru.cli.text.ExplainText;
import naru.wire.AgentRequests;
import naru.wire.ExplainMerge;
import naru.wire.ExplainReply;
import naru.wire.ExplainReply.Unseen;
import naru.wire.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code naru explain}. */
@Command(
        name = "explain",
        description = {
            ExplainCommand.ABOUT,
            "SRC and DST are NAMESPACE/POD, node/NAME, an address, kubelet or world.",
            "Exit status: 0 allowed, 1 denied or failing, 2 usage, 3 cannot tell."
        },
        footer = {
            "",
            "Examples:",
            "  naru explain argocd/argocd-server argocd/argocd-redis:6379",
            "  naru explain kubelet argocd/argocd-repo-server:8084",
            "  naru explain argocd/argocd-redis 10.0.0.7:53/udp"
        })
public final class ExplainCommand implements Callable<Integer> {

    /** The first line of its help. */
    public static final String ABOUT =
            "Whether a connection would be made, hop by hop, and if not, why.";

    private final Surroundings surroundings;
    @Mixin private AgentOptions agents = new AgentOptions();
    @Mixin private OutputOption output = new OutputOption();
    @Mixin final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "SRC", description = "Who connects.")
    private String source = "";

    @Parameters(
            index = "1",
            paramLabel = "DST[:PORT[/PROTO]]",
            description = "To whom, and to which port; the protocol is tcp unless named.")
    private String destination = "";

    public ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Target target = Target.parse(destination);
        AgentRequests.Explain question =
                new AgentRequests.Explain(source, target.host(), target.port(), target.protocol());
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
