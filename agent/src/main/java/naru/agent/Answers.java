package naru.agent;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import naru.agent.cni.CniServer;
import naru.agent.explain.ExplainOperation;
import naru.agent.metrics.Metrics;
import naru.agent.metrics.MetricsPort;
import naru.agent.node.NodeKeeper;
import naru.agent.ops.Operations;
import naru.agent.ops.Sources;
import naru.explain.Setting;
import naru.watch.config.AgentConfig;
import naru.watch.config.AgentConfigReader;
import naru.watch.config.AgentConfigReader.Reading;
import naru.wire.Operation;

/** Puts together what the agent answers: the operations of its socket, and metrics over HTTP. */
final class Answers {

    private final AgentOptions options;
    private final AgentConfig config;
    private final Map<String, Setting> settings;
    private final Notes notes;
    private final KernelSide kernel;
    private final Knowledge knowledge;
    private final NodeKeeper keeper;
    private final Sources sources;
    private final Metrics metrics;
    private final ExplainOperation explain;

    Answers(
            AgentOptions options,
            Reading reading,
            Instant started,
            Notes notes,
            KernelSide kernel,
            Knowledge knowledge,
            NodeKeeper keeper) {
        this.options = options;
        this.config = reading.config();
        this.settings = byKey(reading.settings());
        this.notes = notes;
        this.kernel = kernel;
        this.knowledge = knowledge;
        this.keeper = keeper;
        sources = sources();
        metrics = Metrics.of(sources, started);
        explain = explain();
    }

    private Sources sources() {
        return new Sources(
                options.node(),
                DatapathSetup.hostIdentity(config),
                DatapathSetup.name(kernel.datapath().mode()),
                knowledge.loop(),
                knowledge.engine(),
                kernel.datapath().maps(),
                knowledge.addresses(),
                notes.revisions(),
                notes.problems(),
                notes.repairs(),
                notes.events());
    }

    private ExplainOperation explain() {
        return new ExplainOperation(
                options.node(),
                config.identityIgnoredLabels(),
                new ExplainOperation.Settings(settings, this::settingsNow),
                notes.drops(),
                kernel.datapath(),
                look -> knowledge.loop().read(() -> look.at(knowledge.engine().compiler())));
    }

    /** By name. */
    Map<String, Operation> operations(CniServer cni) {
        Map<String, Operation> operations = new HashMap<>(new Operations(sources).all());
        operations.put("metrics", metrics::answer);
        operations.put("cni", metrics.timed(cni));
        operations.put("explain", explain);
        operations.put("doctor", doctor());
        return operations;
    }

    private Operation doctor() {
        return new DoctorChecks(
                        sources,
                        kernel,
                        DatapathSetup.options(options, config).hostIdentity(),
                        keeper,
                        new DoctorChecks.Past(
                                options, settings, this::settingsNow, notes.lastEvent()))
                .operation(explain::ask);
    }

    /** Not begun; empty if nobody wants metrics over HTTP. */
    Optional<MetricsPort> metricsPort() {
        return config.metricsAddress()
                .map(
                        address ->
                                new MetricsPort(
                                        address,
                                        metrics,
                                        () -> knowledge.loop().read(knowledge.engine()::isSynced),
                                        notes.problems()));
    }

    /** Remembers the rules' counters of now, so that a later question sees how they grew. */
    void noteRules() {
        explain.noteRules();
    }

    private Map<String, Setting> settingsNow() {
        return byKey(options.readConfig().settings());
    }

    private static Map<String, Setting> byKey(List<AgentConfigReader.Setting> settings) {
        return settings.stream()
                .collect(
                        Collectors.toMap(
                                AgentConfigReader.Setting::key,
                                s -> new Setting(s.key(), s.value(), s.source())));
    }
}
