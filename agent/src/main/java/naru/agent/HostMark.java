package naru.agent;

import java.io.IOException;
import naru.agent.loop.ProblemBoard;
import naru.apply.hostmark.HostMarkRules;
import naru.watch.config.AgentConfig;
import naru.watch.config.AgentConfig.HostIdentity;
import naru.wire.AgentReplies.Problem;

/** Makes the iptables rules for {@code host-identity: mark} what the configuration says, once. */
final class HostMark {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private HostMark() {}

    static void apply(AgentConfig config, ProblemBoard problems) {
        boolean needed = config.hostIdentity() == HostIdentity.MARK;
        boolean installed = needed && config.installIptablesRules();
        try {
            HostMarkRules.apply(installed)
                    .changes()
                    .forEach(change -> LOG.log(System.Logger.Level.INFO, change));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "host mark rules: {0}", e.getMessage());
            if (needed) {
                problems.say(
                        "host-mark",
                        new Problem(
                                "the iptables rules that mark this node's packets are not in place",
                                "filter/OUTPUT",
                                String.valueOf(e.getMessage()),
                                "restart the agent when iptables works, or use host-identity:"
                                        + " kernel"));
            }
        }
    }
}
