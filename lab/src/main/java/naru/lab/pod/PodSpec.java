package naru.lab.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.lab.cluster.Refused;
import naru.model.Pod;

/**
 * What a kubelet needs of a pod's manifest.
 *
 * @param command of its first container; empty: the pod just exists
 * @param capabilityArguments what CNI plugins are told that declare a capability
 */
public record PodSpec(
        Pod pod,
        List<String> command,
        RestartPolicy restartPolicy,
        Optional<Probe> readiness,
        Optional<Probe> liveness,
        ObjectNode capabilityArguments) {

    public PodSpec {
        command = List.copyOf(command);
    }

    /** When a command that ended is started again. */
    public enum RestartPolicy {
        ALWAYS,
        ON_FAILURE,
        NEVER
    }

    /**
     * @throws Refused if a part that the lab uses is wrong
     */
    public static PodSpec of(Pod pod, ObjectNode raw) throws Refused {
        JsonNode container = raw.path("spec").path("containers").path(0);
        List<String> command = new ArrayList<>(texts(container, "command"));
        List<String> arguments = texts(container, "args");
        if (!command.isEmpty()) {
            command.addAll(arguments);
        }
        return new PodSpec(
                pod,
                command,
                restartPolicy(raw.path("spec").path("restartPolicy").asText("Always")),
                Probe.of(container.path("readinessProbe"), pod.ports()),
                Probe.of(container.path("livenessProbe"), pod.ports()),
                CapabilityArguments.of(raw));
    }

    private static List<String> texts(JsonNode container, String field) throws Refused {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : container.path(field)) {
            if (!text.isTextual()) {
                throw new Refused(
                        "spec.containers[0]." + field + ": " + text + " is not a text; quote it");
            }
            texts.add(text.asText());
        }
        return texts;
    }

    private static RestartPolicy restartPolicy(String text) throws Refused {
        return switch (text) {
            case "Always" -> RestartPolicy.ALWAYS;
            case "OnFailure" -> RestartPolicy.ON_FAILURE;
            case "Never" -> RestartPolicy.NEVER;
            default ->
                    throw new Refused(
                            "spec.restartPolicy: \""
                                    + text
                                    + "\" is none of Always, OnFailure, Never");
        };
    }

    /** Whether only another pod can be what {@code wanted} says. */
    public boolean mustBeRecreatedFor(PodSpec wanted, List<naru.model.Ipv4Address> has) {
        boolean wishesOther =
                !wanted.pod.wishedAddresses().isEmpty()
                        && !wanted.pod.wishedAddresses().equals(has)
                        && !wanted.pod.hostNetwork();
        return wishesOther
                || !pod.nodeName().equals(wanted.pod.nodeName())
                || pod.hostNetwork() != wanted.pod.hostNetwork()
                || !command.equals(wanted.command);
    }
}
