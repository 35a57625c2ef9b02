package naru.explain.mark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.explain.Confidence;
import naru.explain.KernelFacts;
import naru.explain.Quote;
import naru.explain.Setting;
import naru.explain.cause.Cause;
import naru.explain.cause.MarkCause.JumpMissing;
import naru.explain.cause.MarkCause.MarkRewritten;
import naru.explain.cause.MarkCause.MarkRuleAbsent;
import naru.explain.cause.MarkCause.MarkUncertain;
import naru.explain.cause.MarkCause.RuleDeleted;
import naru.explain.cause.MarkCause.RuleDoesNotMatch;
import naru.explain.cause.MarkCause.RuleInOtherBackend;
import naru.explain.cause.MarkCause.RuleShadowed;
import naru.explain.cause.MarkCause.SettingNotYetRead;
import naru.explain.cause.MarkCause.SettingOff;
import naru.explain.cause.MarkCause.TableDormant;
import naru.linux.netfilter.Certainty;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netfilter.Passage;
import naru.linux.netfilter.Visit;

/** Why a packet of the host's own is not marked: by the rules' effect, in the kernel's order. */
final class Diagnosis {

    private final String node;
    private final NetfilterState state;
    private final Passage passage;
    private final boolean later;
    private final Setting setting;
    private final Setting settingNow;
    private final List<MarkRule> rules;
    private final List<Quote> listing;

    Diagnosis(
            String node, NetfilterState state, Passage passage, boolean later, KernelFacts facts) {
        this.node = node;
        this.state = state;
        this.passage = passage;
        this.later = later;
        this.setting = facts.setting(Setting.INSTALL_RULES);
        this.settingNow = facts.settingNow(Setting.INSTALL_RULES);
        this.rules = MarkRule.find(state);
        this.listing = RuleListing.of(state, passage, facts.earlierNetfilter());
    }

    /** From the missing mark to its root. */
    List<Cause> chain(Certainty marked) {
        List<Cause> chain = new ArrayList<>();
        chain.add(MarkLook.noHostMark(node, passage, later, marked));
        if (marked == Certainty.MAYBE) {
            chain.add(uncertain());
        } else if (rules.isEmpty()) {
            chain.add(new MarkRuleAbsent(node, Confidence.SEEN, listing));
            chain.addAll(whyAbsent());
        } else {
            chain.addAll(whyWithoutEffect(rules.getFirst()));
        }
        return chain;
    }

    /** The mark is set, but not by the agent's own doing. */
    List<Cause> oddity() {
        Optional<Visit> by =
                passage.marks().stream()
                        .filter(visit -> visit.backend() != state.installed())
                        .findFirst();
        boolean alsoAtHome = rules.stream().anyMatch(rule -> rule.backend() == state.installed());
        if (by.isEmpty() || alsoAtHome) {
            return List.of();
        }
        return List.of(
                new RuleInOtherBackend(by.get().backend(), state.installed(), true, listing));
    }

    private MarkUncertain uncertain() {
        List<String> reasons = new ArrayList<>(state.unseen());
        passage.doubts()
                .forEach(
                        visit ->
                                reasons.add(
                                        visit.describe()
                                                + " may end its way before, under conditions that"
                                                + " can't be judged from outside: "
                                                + visit.rule().text()));
        return new MarkUncertain(String.join("; ", reasons), listing);
    }

    private List<Cause> whyAbsent() {
        if (!setting.is("false")) {
            Quote quote = Quote.of(setting.source(), setting.toString());
            return List.of(new RuleDeleted(setting, List.of(quote)));
        }
        return settingNow.is(setting.value())
                ? List.of(new SettingOff(setting))
                : List.of(new SettingOff(setting), new SettingNotYetRead(setting, settingNow));
    }

    private List<Cause> whyWithoutEffect(MarkRule rule) {
        List<Cause> chain = new ArrayList<>();
        if (rule.backend() != state.installed()) {
            chain.add(new RuleInOtherBackend(rule.backend(), state.installed(), false, listing));
        }
        Optional<Visit> visit =
                passage.visit(
                        rule.backend(), rule.table().name(), rule.chain().name(), rule.rule());
        if (rule.table().dormant()) {
            chain.add(new TableDormant(rule.backend(), listing));
        } else if (visit.isEmpty()) {
            chain.addAll(whyNotReached(rule));
        } else if (visit.get().matched() == Certainty.YES) {
            Visit last = passage.marks().getLast();
            chain.add(new MarkRewritten(last, List.of(RuleListing.of(last))));
        } else {
            chain.add(new RuleDoesNotMatch(visit.get(), List.of(RuleListing.of(visit.get()))));
        }
        return chain;
    }

    private List<Cause> whyNotReached(MarkRule rule) {
        Optional<Visit> stop =
                passage.stops().stream()
                        .filter(visit -> visit.backend() == rule.backend())
                        .filter(visit -> visit.table().equals(rule.table().name()))
                        .reduce((earlier, last) -> last);
        if (stop.isPresent()) {
            return List.of(new RuleShadowed(stop.get(), rule.describe(), listing));
        }
        List<Cause> chain = new ArrayList<>();
        chain.add(new JumpMissing(rule.backend(), rule.chain().name(), listing));
        chain.addAll(whyAbsent());
        return chain;
    }
}
