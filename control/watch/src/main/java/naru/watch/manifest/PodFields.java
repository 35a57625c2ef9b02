package naru.watch.manifest;

import java.util.Set;

/**
 * The fields that the API knows in pods, so that a misspelt one can be told from one that is not
 * ours.
 */
final class PodFields {

    /** Those of a pod's spec. */
    static final Set<String> SPEC =
            words(
                    """
                    activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy
                    enableServiceLinks ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers
                    hostname hostnameOverride imagePullSecrets initContainers nodeName nodeSelector os
                    overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims
                    resources restartPolicy runtimeClassName schedulerName schedulingGates securityContext
                    serviceAccount serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain
                    terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes workloadRef
                    """);

    /** Those of a container. */
    static final Set<String> CONTAINER =
            words(
                    """
                    args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports
                    readinessProbe resizePolicy resources restartPolicy restartPolicyRules securityContext
                    startupProbe stdin stdinOnce terminationMessagePath terminationMessagePolicy tty
                    volumeDevices volumeMounts workingDir
                    """);

    private PodFields() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
