package naru.watch.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import naru.model.IgnoredLabels;

/**
 * How an agent is to behave.
 *
 * @param hostIdentity how packets of the node itself are told
 * @param installIptablesRules whether the agent installs the rules that {@link HostIdentity#MARK}
 *     needs, and those that let pods' packets pass a FORWARD whose policy drops
 * @param attach how programs are attached to devices
 * @param devices names of the uplinks; empty: found by the agent
 * @param identityIgnoredLabels keys of pod labels that do not become part of an identity
 * @param logLevel what is logged
 * @param ipamCooldown how long a freed address rests before it is given to somebody who didn't ask
 *     for it
 * @param metricsAddress where metrics are served over HTTP; empty: nowhere
 * @param repair whether what others change in the kernel is put back; routes and the rules for
 *     FORWARD are in any case
 */
public record AgentConfig(
        HostIdentity hostIdentity,
        boolean installIptablesRules,
        Attach attach,
        List<String> devices,
        IgnoredLabels identityIgnoredLabels,
        System.Logger.Level logLevel,
        Duration ipamCooldown,
        Optional<InetSocketAddress> metricsAddress,
        boolean repair) {

    /** What an agent does that is told nothing. */
    public static final AgentConfig DEFAULTS =
            new AgentConfig(
                    HostIdentity.KERNEL,
                    true,
                    Attach.AUTO,
                    List.of(),
                    IgnoredLabels.DEFAULTS,
                    System.Logger.Level.INFO,
                    Duration.ofSeconds(10),
                    Optional.empty(),
                    true);

    public AgentConfig {
        devices = List.copyOf(devices);
    }

    /** {@code host-identity}. */
    public enum HostIdentity {
        /** By what the kernel knows: no ingress device, and a source address of this node. */
        KERNEL,
        /** By the mark that iptables rules set. */
        MARK
    }

    /** {@code attach}. */
    public enum Attach {
        /** As tcx links. */
        TCX,
        /** As filters of the clsact qdisc. */
        CLSACT,
        /** As tcx links where the kernel has them, else clsact. */
        AUTO
    }
}
