package naru.agent.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import naru.compile.Compiler;
import naru.datapath.Datapath;
import naru.explain.Explainer;
import naru.explain.Explanation;
import naru.explain.QuestionException;
import naru.explain.Setting;
import naru.linux.netfilter.NetfilterReader;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netlink.Netlink;
import naru.wire.AgentRequests;
import naru.wire.ExplainReply;
import naru.wire.Json;
import naru.wire.Operation;

/** {@code explain}. */
public final class ExplainOperation implements Operation {

    private final String node;
    private final Map<String, Setting> settings;
    private final Datapath datapath;
    private final WithCompiler withCompiler;
    private final Explainer explainer;

    /** Lets a question be put to the compiler while nobody changes it. */
    @FunctionalInterface
    public interface WithCompiler {
        Explanation answer(Asking asking) throws Exception;
    }

    /** What is asked of the compiler. */
    @FunctionalInterface
    public interface Asking {
        Explanation ask(Compiler compiler) throws QuestionException;
    }

    /**
     * @param ignoredLabels as the compiler has them
     * @param settings by key, as they were when the agent started
     */
    public ExplainOperation(
            String node,
            Set<String> ignoredLabels,
            Map<String, Setting> settings,
            Datapath datapath,
            WithCompiler withCompiler) {
        this.node = node;
        this.settings = Map.copyOf(settings);
        this.datapath = datapath;
        this.withCompiler = withCompiler;
        this.explainer = new Explainer(node, ignoredLabels);
    }

    @Override
    public void answer(JsonNode args, Answer answer)
            throws IOException, Refusal, InterruptedException {
        AgentRequests.Explain asked = Json.read(args, AgentRequests.Explain.class);
        answer.send(reply(asked));
    }

    private ExplainReply reply(AgentRequests.Explain asked)
            throws IOException, Refusal, InterruptedException {
        // Tools of the distribution may be slow; nobody waits for them on the event loop.
        NetfilterState netfilter = NetfilterReader.read();
        try (Netlink netlink = Netlink.open()) {
            return ExplainWire.reply(
                    withCompiler.answer(compiler -> ask(compiler, netlink, netfilter, asked)));
        } catch (QuestionException e) {
            return ExplainWire.misuse(node, asked, String.valueOf(e.getMessage()));
        } catch (IOException | Refusal | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private Explanation ask(
            Compiler compiler,
            Netlink netlink,
            NetfilterState netfilter,
            AgentRequests.Explain asked)
            throws QuestionException {
        LiveFacts facts = new LiveFacts(datapath, netlink, settings, netfilter, compiler);
        return explainer.explain(
                compiler,
                facts,
                asked.source(),
                asked.destination(),
                asked.port(),
                asked.protocol());
    }
}
