package naru.explain.cause;

import java.util.List;
import naru.explain.Confidence;
import naru.explain.Quote;
import naru.explain.Setting;
import naru.linux.netfilter.Backend;
import naru.linux.netfilter.Visit;

/** A node's own packets are not known for what they are. */
public sealed interface MarkCause extends Cause {

    /** The packet is the host's own, and the datapath does not know. */
    record HostTakenForWorld(
            String node,
            String address,
            String takenFor,
            Confidence confidence,
            List<Quote> evidence)
            implements MarkCause {
        @Override
        public String brief() {
            return "the datapath takes " + node + "'s own packet for " + takenFor;
        }

        @Override
        public String sentence() {
            return "the packet is made by "
                    + node
                    + "'s own stack ("
                    + address
                    + "), yet the datapath takes it for "
                    + takenFor;
        }
    }

    /** In mark mode the mark alone says who made a packet. */
    record NoHostMark(String node, String mark, Confidence confidence, List<Quote> evidence)
            implements MarkCause {
        @Override
        public String brief() {
            return "it carries mark " + mark + " instead of the host's 0xc00/0xf00";
        }

        @Override
        public String sentence() {
            return "the programs loaded on "
                    + node
                    + " know the host by packet mark 0xc00/0xf00, and this packet carries "
                    + mark;
        }
    }

    /** No rule anywhere sets the mark. */
    record MarkRuleAbsent(String node, Confidence confidence, List<Quote> evidence)
            implements MarkCause {
        @Override
        public String brief() {
            return "no iptables rule sets that mark";
        }

        @Override
        public String sentence() {
            return "no iptables rule of "
                    + node
                    + " sets mark 0xc00/0xf00, in neither backend: chain NARU_OUTPUT is missing or empty";
        }

        @Override
        public String where() {
            return "filter/OUTPUT";
        }
    }

    /** The agent was told not to install the rules. */
    record SettingOff(Setting setting) implements MarkCause {
        @Override
        public String brief() {
            return setting.key() + " is " + setting.value() + " in " + setting.source();
        }

        @Override
        public String sentence() {
            return setting.key()
                    + " is "
                    + setting.value()
                    + ", so the agent did not install it when it started";
        }

        @Override
        public String where() {
            return setting.source();
        }

        @Override
        public List<Quote> evidence() {
            return List.of(Quote.of(setting.source(), setting.key() + ": " + setting.value()));
        }
    }

    /** Somebody changed the setting, but the agent still runs with the old one. */
    record SettingNotYetRead(Setting inForce, Setting now) implements MarkCause {
        @Override
        public String sentence() {
            return inForce.key()
                    + " has been changed to "
                    + now.value()
                    + ", but the agent reads it when it starts, and has not been restarted since";
        }

        @Override
        public String where() {
            return now.source();
        }

        @Override
        public List<Quote> evidence() {
            return List.of(Quote.of(now.source(), now.key() + ": " + now.value()));
        }
    }

    /** The agent installed the rule when it started; since then somebody took it away. */
    record RuleDeleted(Setting setting, List<Quote> evidence) implements MarkCause {
        @Override
        public String brief() {
            return "somebody deleted what the agent installed";
        }

        @Override
        public String sentence() {
            return "the agent installs it when it starts ("
                    + setting.key()
                    + ": "
                    + setting.value()
                    + "), so it was deleted since, by hand or by another program";
        }

        @Override
        public Confidence confidence() {
            return Confidence.INFERRED;
        }

        @Override
        public String where() {
            return setting.source();
        }
    }

    /** The chain is complete, but nothing leads to it. */
    record JumpMissing(Backend backend, String chain, List<Quote> evidence) implements MarkCause {
        @Override
        public String brief() {
            return "nothing leads to chain " + chain + " (" + backend.word() + ")";
        }

        @Override
        public String sentence() {
            return "the rule stands in chain "
                    + chain
                    + " of the "
                    + backend.word()
                    + " backend, but no rule of OUTPUT that this packet meets leads there";
        }

        @Override
        public String where() {
            return "filter/OUTPUT (" + backend.word() + ")";
        }
    }

    /** An earlier rule ends the packet's way before the mark rule's turn. */
    record RuleShadowed(Visit by, String markRule, List<Quote> evidence) implements MarkCause {
        @Override
        public String brief() {
            return by.describe() + " ends its way before the mark rule";
        }

        @Override
        public String sentence() {
            return markRule
                    + " is there but never reached by this packet: "
                    + by.describe()
                    + ", "
                    + by.rule().target().map(target -> target.name()).orElse("it")
                    + ", ends its way before (packets so far: "
                    + by.rule().packets()
                    + ")";
        }

        @Override
        public String where() {
            return by.describe();
        }
    }

    /**
     * The rule is not where this node's agent and its iptables look.
     *
     * @param effective whether it marks the packet all the same
     */
    record RuleInOtherBackend(
            Backend found, Backend expected, boolean effective, List<Quote> evidence)
            implements MarkCause {
        @Override
        public String brief() {
            return "the mark rule lies in the "
                    + found.word()
                    + " backend, not in "
                    + expected.word();
        }

        @Override
        public String sentence() {
            return "the rule that sets the mark lies in the "
                    + found.word()
                    + " backend of iptables, while the agent and the command iptables of this node use "
                    + expected.word()
                    + (effective
                            ? "; the kernel evaluates both, so it marks the packet all the same, but"
                                    + " the agent neither sees nor keeps it"
                            : "; there it does not mark the packet");
        }

        @Override
        public String where() {
            return "filter (" + found.word() + ")";
        }
    }

    /** nftables keeps the table but does not evaluate it. */
    record TableDormant(Backend backend, List<Quote> evidence) implements MarkCause {
        @Override
        public String brief() {
            return "table ip filter is dormant";
        }

        @Override
        public String sentence() {
            return "table ip filter carries the flag dormant: its rules are listed, but the kernel"
                    + " evaluates none of them";
        }

        @Override
        public String where() {
            return "table ip filter (" + backend.word() + ")";
        }
    }

    /** Somebody marks the packet anew, later on its way. */
    record MarkRewritten(Visit by, List<Quote> evidence) implements MarkCause {
        @Override
        public String brief() {
            return by.describe() + " writes another mark over it";
        }

        @Override
        public String sentence() {
            return "the mark is set, but " + by.describe() + " writes another over it";
        }

        @Override
        public String where() {
            return by.describe();
        }
    }

    /** The rule is reached, but its own conditions leave this packet out. */
    record RuleDoesNotMatch(Visit rule, List<Quote> evidence) implements MarkCause {
        @Override
        public String sentence() {
            return rule.describe() + " is reached, but its conditions leave this packet out";
        }

        @Override
        public String where() {
            return rule.describe();
        }
    }

    /** Whether the mark is set depends on what can't be judged or could not be read. */
    record MarkUncertain(String why, List<Quote> evidence) implements MarkCause {
        @Override
        public String sentence() {
            return "whether the packet is marked could not be told: " + why;
        }

        @Override
        public Confidence confidence() {
            return Confidence.UNKNOWN;
        }
    }

    /** The ipcache does not say that the address is this node's. */
    record HostAddressUnknown(String node, String address, String says, List<Quote> evidence)
            implements MarkCause {
        @Override
        public String sentence() {
            return "the ipcache of "
                    + node
                    + " has "
                    + address
                    + " as "
                    + says
                    + ", not as its own";
        }

        @Override
        public String where() {
            return "ipcache_map4";
        }
    }
}
