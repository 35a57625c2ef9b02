package naru.agent.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import naru.compile.Compiler;
import naru.compile.Snapshot;
import naru.datapath.Datapath;
import naru.datapath.PolicyCounters;
import naru.explain.Explainer;
import naru.explain.Explanation;
import naru.explain.QuestionException;
import naru.explain.Setting;
import naru.linux.netfilter.NetfilterReader;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netlink.Netlink;
import naru.model.IgnoredLabels;
import naru.wire.AgentRequests;
import naru.wire.ExplainReply;
import naru.wire.Json;
import naru.wire.Operation;

/** {@code explain}. */
public final class ExplainOperation implements Operation {

    private final String node;
    private final Settings settings;
    private final DropMemory drops;
    private final RuleMemory rules = new RuleMemory(InstantSource.system());
    private final Datapath datapath;
    private final WithCompiler withCompiler;
    private final Explainer explainer;

    /** Lets somebody look at the compiler while nobody changes it; everything else waits. */
    @FunctionalInterface
    public interface WithCompiler {
        Looked look(Look look) throws Exception;
    }

    /** A look at the compiler. */
    @FunctionalInterface
    public interface Look {
        Looked at(Compiler compiler) throws QuestionException;
    }

    /** What came of it: the answer, or what it takes to find one without holding up others. */
    public sealed interface Looked {}

    private record Answered(Explanation explanation) implements Looked {}

    private record TakesLonger(Snapshot cluster) implements Looked {}

    /**
     * The agent's settings by key.
     *
     * @param atStart as the agent was started with them
     * @param now reads them again
     */
    public record Settings(Map<String, Setting> atStart, Supplier<Map<String, Setting>> now) {}

    /** Remembers the rules' counters of now, so that a later question sees how they grew. */
    public void noteRules() {
        rules.note(NetfilterReader.read());
    }

    /**
     * @param ignoredLabels as the compiler has them
     */
    public ExplainOperation(
            String node,
            IgnoredLabels ignoredLabels,
            Settings settings,
            DropMemory drops,
            Datapath datapath,
            WithCompiler withCompiler) {
        this.node = node;
        this.settings = settings;
        this.drops = drops;
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
        Explainer.Asked question =
                new Explainer.Asked(
                        asked.source(), asked.destination(), asked.port(), asked.protocol());
        try (Netlink netlink = Netlink.open()) {
            return ExplainWire.reply(explanation(question, look(netlink, true)));
        } catch (QuestionException e) {
            return ExplainWire.misuse(node, asked, String.valueOf(e.getMessage()));
        } catch (IOException | Refusal | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * The kernel as it is now, for questions of one moment.
     *
     * @param counted whether what policy entries have counted is asked for
     */
    private Function<Compiler, LiveFacts> look(Netlink netlink, boolean counted) {
        // Tools of the distribution and a walk over all flows may take long: nobody waits for them
        // on the event loop.
        NetfilterState netfilter = NetfilterReader.read();
        datapath.prepareDryRuns();
        LiveFacts.Past past =
                new LiveFacts.Past(
                        counted
                                ? Optional.of(PolicyCounters.of(datapath.maps()))
                                : Optional.empty(),
                        settings.atStart(),
                        settings.now().get(),
                        rules.earlier(),
                        drops);
        rules.note(netfilter);
        return compiler -> new LiveFacts(datapath, netlink, past, netfilter, compiler);
    }

    /**
     * Answers questions on one look at the kernel. Those about what does not exist (any more) are
     * left out.
     */
    public List<Explanation> ask(List<Explainer.Asked> questions) throws Exception {
        List<Explanation> answers = new ArrayList<>();
        if (questions.isEmpty()) {
            return answers;
        }
        try (Netlink netlink = Netlink.open()) {
            Function<Compiler, LiveFacts> facts = look(netlink, false);
            for (Explainer.Asked question : questions) {
                try {
                    answers.add(explanation(question, facts));
                } catch (QuestionException e) {
                    continue; // it went meanwhile
                }
            }
        }
        return answers;
    }

    /** What takes longer than a look at tables is done here, on the thread of whoever asks. */
    private Explanation explanation(Explainer.Asked question, Function<Compiler, LiveFacts> facts)
            throws Exception {
        Looked looked =
                withCompiler.look(
                        compiler ->
                                explainer
                                        .explainAtOnce(compiler, facts.apply(compiler), question)
                                        .<Looked>map(Answered::new)
                                        .orElseGet(() -> new TakesLonger(compiler.snapshot())));
        return switch (looked) {
            case Answered(Explanation explanation) -> explanation;
            case TakesLonger(Snapshot cluster) -> {
                Compiler extract = explainer.extract(cluster, question);
                yield explainer.explain(extract, facts.apply(extract), question);
            }
        };
    }
}
