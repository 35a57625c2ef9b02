package naru.explain.fix;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.compile.NearRule;
import naru.explain.End;
import naru.explain.Fix;
import naru.explain.Setting;
import naru.explain.Walk;
import naru.explain.cause.Cause;
import naru.explain.cause.EndpointCause;
import naru.explain.cause.MarkCause;
import naru.explain.cause.PathCause;
import naru.explain.cause.PolicyCause;
import naru.explain.cause.TableCause;
import naru.explain.policy.Attachment;
import naru.explain.policy.Peer;
import naru.linux.netfilter.Visit;
import naru.model.NetworkPolicy.Direction;

/** Which change undoes which cause. */
public final class Fixes {

    private Fixes() {}

    /** The agent writes the kernel's tables anew when it starts. */
    public static List<Fix> restart(String node) {
        return List.of(
                new Fix(
                        "restart the agent of "
                                + node
                                + ", which makes the kernel's tables equal to the cluster's objects again",
                        List.of(
                                "naru lab agent restart --node "
                                        + node
                                        + "   (in a lab; elsewhere restart its service)"),
                        List.of("nothing that policies do not ask for")));
    }

    /** A rule of an existing or additional policy that lets the packet through. */
    public static List<Fix> forPolicy(
            Walk walk,
            Attachment owner,
            Direction direction,
            Peer peer,
            Optional<NearRule> closest) {
        return PolicyFix.of(walk, owner, direction, peer, closest);
    }

    /** For a sender that is taken for somebody else: what mends the root of the chain. */
    public static List<Fix> forIdentity(Walk walk, Attachment owner, List<Cause> chain) {
        String node = owner.place().node();
        List<String> opens = HostReach.of(owner.place());
        List<Fix> fixes = new ArrayList<>();
        Set<String> changes = new LinkedHashSet<>();
        boolean mark = false;
        for (Cause cause : chain.reversed()) {
            switch (cause) {
                case MarkCause.SettingNotYetRead _ -> fixes.add(reinstall(node, opens));
                case MarkCause.SettingOff off when fixes.isEmpty() ->
                        fixes.add(settingOn(node, off.setting(), opens));
                case MarkCause.RuleShadowed shadowed -> changes.add(deletion(shadowed.by()));
                case MarkCause.MarkRewritten rewritten -> changes.add(deletion(rewritten.by()));
                case MarkCause.TableDormant _ -> changes.add("nft add table ip filter");
                case MarkCause.NoHostMark _ -> mark = true;
                case MarkCause _, PolicyCause _, EndpointCause _, TableCause _, PathCause _ -> {}
            }
        }
        if (!mark) {
            return restart(node);
        }
        changes.forEach(change -> fixes.add(command(node, change, opens)));
        if (fixes.isEmpty() || !changes.isEmpty()) {
            fixes.add(reinstall(node, opens));
        }
        fixes.add(kernelMode(node, walk, opens));
        return fixes;
    }

    /** For a pod that nothing leads to: only its runtime can give it another interface. */
    public static Fix newInterface(End.Pod pod) {
        return new Fix(
                "delete the pod: its runtime gives the next one an interface",
                List.of(
                        "kubectl delete pod -n %s %s"
                                .formatted(pod.key().namespace(), pod.key().name()),
                        "naru lab delete -f FILE, then naru lab apply -f FILE   (in a lab)"),
                List.of());
    }

    private static Fix settingOn(String node, Setting setting, List<String> opens) {
        return new Fix(
                "let the agent of "
                        + node
                        + " install the rule: set it in "
                        + setting.source()
                        + " and restart the agent",
                List.of(
                        setting.key() + ": true",
                        "naru lab config --node "
                                + node
                                + " "
                                + setting.key()
                                + "=true   (in a lab, restarts too)"),
                opens);
    }

    private static Fix reinstall(String node, List<String> opens) {
        return new Fix(
                "restart the agent of "
                        + node
                        + ": when it starts it puts the rule, and the jump to it, first in OUTPUT",
                List.of(
                        "naru lab agent restart --node "
                                + node
                                + "   (in a lab; elsewhere restart its service)"),
                opens);
    }

    private static Fix command(String node, String command, List<String> opens) {
        return new Fix("on " + node + ", as root", List.of(command), opens);
    }

    private static Fix kernelMode(String node, Walk walk, List<String> opens) {
        Setting now =
                walk.here()
                        .facts()
                        .map(facts -> facts.setting(Setting.HOST_IDENTITY))
                        .orElseThrow();
        return new Fix(
                "or do without marks: let the kernel itself say what the host made, which no rule can spoil ("
                        + now.source()
                        + ", then restart the agent of "
                        + node
                        + ")",
                List.of(
                        Setting.HOST_IDENTITY + ": kernel",
                        "naru lab config --node "
                                + node
                                + " "
                                + Setting.HOST_IDENTITY
                                + "=kernel   (in a lab)"),
                opens);
    }

    private static String deletion(Visit rule) {
        String tool =
                switch (rule.backend()) {
                    case NFT -> "iptables-nft";
                    case LEGACY -> "iptables-legacy";
                };
        return tool
                + " -t "
                + rule.table()
                + " -D "
                + rule.chain()
                + " "
                + rule.rule().index()
                + "   # "
                + rule.rule().text();
    }
}
