package naru.agent.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import naru.agent.loop.PolicyTiming;

/** How long things took, since the agent started. Any thread. */
final class Latencies {

    private static final double NANOS = 1e9;

    private final Histogram compile;
    private final Histogram write;
    private final Histogram cni;

    Latencies(PrometheusRegistry registry) {
        compile =
                histogram("naru_policy_compile_duration_seconds")
                        .help("Changes of policy: from manifests that were read to entries.")
                        .classicUpperBounds(bounds(0.0001))
                        .register(registry);
        write =
                histogram("naru_policy_write_duration_seconds")
                        .help("Changes of policy: from entries into the kernel.")
                        .classicUpperBounds(bounds(0.0001))
                        .register(registry);
        cni =
                histogram("naru_cni_request_duration_seconds")
                        .help("CNI requests by verb and result: ok, or the error code.")
                        .labelNames("verb", "result")
                        .classicUpperBounds(bounds(0.001))
                        .register(registry);
    }

    private static Histogram.Builder histogram(String name) {
        Histogram.Builder builder = Histogram.builder().name(name).unit(Unit.SECONDS);
        builder.withoutExemplars();
        return builder.classicOnly();
    }

    /** 1, 2.5, 5 times the first one, and so on up to 10 s. */
    private static double[] bounds(double first) {
        int decades = (int) Math.round(Math.log10(10 / first));
        double[] bounds = new double[decades * STEPS.length + 1];
        for (int i = 0; i < bounds.length; i++) {
            double bound = first * Math.pow(10, i / STEPS.length) * STEPS[i % STEPS.length];
            bounds[i] = Math.round(bound * 1e5) / 1e5;
        }
        return bounds;
    }

    private static final double[] STEPS = {1, 2.5, 5};

    void policyChanged(PolicyTiming.Change change) {
        compile.observe(change.compileNanos() / NANOS);
        write.observe(change.writeNanos() / NANOS);
    }

    /**
     * @param verb one of CNI's, or {@code other}
     * @param result {@code ok} or the code of the error
     */
    void cniAnswered(String verb, String result, long nanos) {
        cni.labelValues(verb, result).observe(nanos / NANOS);
    }
}
