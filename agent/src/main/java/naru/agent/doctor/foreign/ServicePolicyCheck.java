package naru.agent.doctor.foreign;

import java.util.ArrayList;
import java.util.List;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.agent.loop.Engine;
import naru.compile.Connection;
import naru.compile.Decision;
import naru.compile.Evaluator;
import naru.compile.LocalEndpoint;
import naru.linux.netfilter.Backend;
import naru.linux.netfilter.NetfilterState;
import naru.model.NetworkPolicy.Direction;

/**
 * Whether kube-proxy's translation comes too late for a pod's egress policy: that is asked where
 * the packet leaves the pod, about the service's address, which no selector of pods means.
 */
public final class ServicePolicyCheck implements Check {

    private static final int MOST_PODS = 64;
    private static final int NAMED = 5;

    private final Surroundings surroundings;

    public ServicePolicyCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "service-policy";
    }

    @Override
    public List<Finding> look() throws Exception {
        NetfilterState state = surroundings.netfilter();
        List<ProxiedService> services = new ArrayList<>();
        for (Backend backend : Backend.values()) {
            services.addAll(ProxiedService.of(state.ruleset(backend)));
        }
        if (services.isEmpty()) {
            return List.of();
        }
        return surroundings.ask(engine -> denied(engine, services)).stream()
                .limit(NAMED)
                .map(this::finding)
                .toList();
    }

    private record Denied(String pod, ProxiedService service) {}

    private static List<Denied> denied(Engine engine, List<ProxiedService> services) {
        Evaluator evaluator = new Evaluator(engine.compiler());
        List<Denied> denied = new ArrayList<>();
        engine.compiler().endpoints().keySet().stream()
                .filter(slot -> !engine.compiler().isolatedBy(slot, Direction.EGRESS).isEmpty())
                .limit(MOST_PODS)
                .flatMap(slot -> engine.compiler().endpoint(slot).stream())
                .forEach(
                        endpoint ->
                                services.stream()
                                        .filter(s -> isDeniedTooEarly(evaluator, endpoint, s))
                                        .map(s -> new Denied(name(endpoint), s))
                                        .forEach(denied::add));
        return denied;
    }

    private static String name(LocalEndpoint endpoint) {
        return endpoint.pod()
                .map(key -> key.namespace() + "/" + key.name())
                .orElse("endpoint " + endpoint.slot());
    }

    /** To a pod behind the service it may speak, to the service not. */
    private static boolean isDeniedTooEarly(
            Evaluator evaluator, LocalEndpoint from, ProxiedService service) {
        Connection toService =
                evaluator.connection(
                        from.address(), service.address(), service.protocol(), service.port());
        return !mayLeave(toService)
                && service.backends().stream()
                        .anyMatch(
                                backend ->
                                        mayLeave(
                                                evaluator.connection(
                                                        from.address(),
                                                        backend.address(),
                                                        service.protocol(),
                                                        backend.port())));
    }

    private static boolean mayLeave(Connection connection) {
        return connection.egress().map(Decision::allowed).orElse(true);
    }

    private Finding finding(Denied denied) {
        ProxiedService service = denied.service();
        return new Finding(
                name(),
                "this pod's egress policy lets it to pods, but not to the service before them",
                denied.pod(),
                "to %s:%d (%s) policy says no, to a pod that kube-proxy chooses for it (%s) yes"
                        .formatted(
                                service.address(),
                                service.port(),
                                service.title(),
                                service.backends().getFirst()),
                "kube-proxy translates after the packet has left the pod, and policy is asked when"
                        + " it leaves",
                "let its egress policy allow the service's address too (ipBlock: cidr: %s/32, or the range of all services); the pods behind it stay under their ingress policies"
                        .formatted(service.address()));
    }
}
