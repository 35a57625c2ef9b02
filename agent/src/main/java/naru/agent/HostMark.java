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

    /**
     * Begins. Where packets are known by their marks, the rules are in place when this returns:
     * programs that ask for marks come after them. Elsewhere what is left of them goes meanwhile:
     * to ask the tools takes as long as to load the programs.
     */
    static Thread begin(AgentConfig config, ProblemBoard problems) {
        Thread thread =
                Thread.ofPlatform()
                        .name("host-mark")
                        .daemon(true)
                        .start(() -> apply(config, problems));
        if (config.hostIdentity() == HostIdentity.MARK) {
            end(thread);
        }
        return thread;
    }

    /** All is as the configuration says, or a problem. */
    static void end(Thread begun) {
        try {
            begun.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void apply(AgentConfig config, ProblemBoard problems) {
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
