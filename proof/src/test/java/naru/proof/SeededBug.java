package naru.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * A mistake that somebody could make, and that the differential test must catch. Mistakes that only
 * leave something behind or ask once too often are for the unit tests (KeptAllowsTest,
 * MapApplierTest, FastPathTest).
 *
 * @param file from the root of the repository
 * @param original stands in it exactly once
 * @param mistake what it becomes
 */
record SeededBug(String name, String file, String original, String mistake) {

    private static final String COMPILE = "control/compile/src/main/java/naru/compile/";
    private static final String APPLY = "control/apply/src/main/java/naru/apply/map/";
    private static final String MODEL = "control/model/src/main/java/naru/model/";
    private static final String STEPS = "datapath/steps/";

    boolean isInDatapath() {
        return file.startsWith("datapath/");
    }

    static List<SeededBug> all() {
        List<SeededBug> all = new ArrayList<>(ofReader());
        all.addAll(ofCompiler());
        all.addAll(ofApply());
        all.addAll(ofPolicyStep());
        all.addAll(ofOtherSteps());
        all.addAll(ofWhatIsRemembered());
        return all;
    }

    private static List<SeededBug> ofReader() {
        String file = "control/watch/src/main/java/naru/watch/manifest/PolicyReader.java";
        return List.of(
                new SeededBug(
                        "egress rules alone do not isolate egress",
                        file,
                        "if (hasEgressRules) {",
                        "if (false) {"),
                new SeededBug(
                        "a missing policyTypes isolates egress always",
                        file,
                        "types(spec.child(\"policyTypes\"), !egress.isEmpty())",
                        "types(spec.child(\"policyTypes\"), true)"));
    }

    private static List<SeededBug> ofCompiler() {
        return List.of(
                new SeededBug(
                        "exceptions of a block are ignored",
                        COMPILE + "Blocks.java",
                        ".noneMatch(except -> except.contains(prefix))",
                        ".noneMatch(except -> false)"),
                new SeededBug(
                        "a range of ports ends one too early",
                        COMPILE + "PortSpan.java",
                        "while (port <= last) {",
                        "while (port < last) {"),
                new SeededBug(
                        "a range of ports is split one too wide",
                        COMPILE + "PortSpan.java",
                        "while (port + (1 << free) - 1 > last) {",
                        "while (port + (1 << free) - 2 > last) {"),
                new SeededBug(
                        "a named egress port is looked up at nobody",
                        COMPILE + "RuleTerms.java",
                        "selector, ports::towards));",
                        "selector, peer -> ports.fixed()));"),
                new SeededBug(
                        "a named ingress port is taken from the peer",
                        COMPILE + "RuleTerms.java",
                        "? RulePorts.ingress(rule.ports(), subject::ports)",
                        "? RulePorts.egress(rule.ports())"),
                new SeededBug(
                        "a named port forgets its protocol",
                        COMPILE + "RulePorts.java",
                        "spans.add(PortSpan.single(name.protocol().number(), number))",
                        "spans.add(PortSpan.single(6, number))"),
                new SeededBug(
                        "a peer without a namespace selector matches in every namespace",
                        COMPILE + "Selector.java",
                        ".orElseGet(() -> new InNamespace(namespace, pods));",
                        ".orElseGet(() -> new AcrossNamespaces(LabelSelector.ALL, pods));"),
                new SeededBug(
                        "both selectors of a peer are an or",
                        COMPILE + "Selector.java",
                        "return namespaces.matches(set.namespaceLabels()) && pods.matches(set.labels());",
                        "return namespaces.matches(set.namespaceLabels()) || pods.matches(set.labels());"),
                new SeededBug(
                        "an egress policy isolates ingress too",
                        COMPILE + "PolicySet.java",
                        "if (!isolatedBy(direction).isEmpty()) {",
                        "if (!compiled.isEmpty()) {"),
                new SeededBug(
                        "NotIn does not hold for an absent key",
                        MODEL + "LabelSelector.java",
                        "case NOT_IN -> value == null || !values.contains(value);",
                        "case NOT_IN -> value != null && !values.contains(value);"),
                new SeededBug(
                        "pods of unknown namespaces count as all pods",
                        COMPILE + "ReservedIdentity.java",
                        "INIT(5",
                        "INIT(300"),
                new SeededBug(
                        "a node's other addresses are the world",
                        COMPILE + "Nodes.java",
                        "node.addresses().forEach(address -> Multimaps.add(byAddress, address, node.name()));",
                        "node.addresses().stream().limit(1)\n"
                                + ".forEach(address -> Multimaps.add(byAddress, address, node.name()));"));
    }

    private static List<SeededBug> ofApply() {
        return List.of(
                new SeededBug(
                        "addresses are written before their policy entries",
                        APPLY + "MapApplier.java",
                        "putPolicy(desired);\n        refused.addAll(blocks.put",
                        "ipcache.put(desired.ipcache());\n"
                                + "        putPolicy(desired);\n        refused.addAll(blocks.put"),
                new SeededBug(
                        "endpoints are written before their policy entries",
                        APPLY + "MapApplier.java",
                        "putPolicy(desired);\n        refused.addAll(blocks.put",
                        "endpoints.put(desired.endpoints(), this::inForce);\n"
                                + "        putPolicy(desired);\n        refused.addAll(blocks.put"),
                new SeededBug(
                        "epochs do not move",
                        APPLY + "MapApplier.java",
                        "epochs.move(kernel.epochs());",
                        ""));
    }

    private static List<SeededBug> ofPolicyStep() {
        String file = STEPS + "policy.h";
        return List.of(
                new SeededBug(
                        "the source port is taken for the destination port",
                        file,
                        "packet->reply ? packet->tuple.source_port",
                        "!packet->reply ? packet->tuple.source_port"),
                new SeededBug(
                        "every peer counts as a pod",
                        file,
                        "if (identity_is_pod(question->identity))",
                        "if (question->identity)"),
                new SeededBug(
                        "every protocol counts as TCP",
                        file,
                        "question.protocol = packet->tuple.protocol;",
                        "question.protocol = IPPROTO_TCP;"),
                new SeededBug(
                        "the block of the wrong side is asked",
                        file,
                        "question.block_set = block_set4(peer->address)",
                        "question.block_set = block_set4(owner->address)"),
                new SeededBug(
                        "blocks are not asked",
                        file,
                        "policy_consider(&search, 0, question->block_set);",
                        ""),
                new SeededBug(
                        "identity and block together are not asked",
                        file,
                        "policy_consider(&search, question->identity, question->block_set);",
                        ""),
                new SeededBug(
                        "both directions ask the ingress entries",
                        file,
                        "question.direction = direction;",
                        "question.direction = POLICY_INGRESS;"),
                new SeededBug(
                        "the peer's policy set is asked",
                        file,
                        "question.policy_set = owner->policy_set;",
                        "question.policy_set = peer->policy_set;"));
    }

    private static List<SeededBug> ofOtherSteps() {
        return List.of(
                new SeededBug(
                        "the receiver's policy is not asked on the same node",
                        STEPS + "policy.h",
                        "if (packet->to.asked && !policy_ask(",
                        "if (packet->to.asked && !packet->from.asked && !policy_ask("),
                new SeededBug(
                        "whatever carries the node's address is the host",
                        STEPS + "identity.h",
                        "return ctx->ingress_ifindex == 0;",
                        "return ctx->ingress_ifindex != 0;"),
                new SeededBug(
                        "a stale answer asks nobody",
                        STEPS + "admit.h",
                        "!flow_is_current(flow)",
                        "0"),
                new SeededBug(
                        "the fast path does not look at the epochs",
                        STEPS + "fast.h",
                        "|| !flow_is_current(flow)",
                        ""),
                new SeededBug(
                        "only the source's epoch counts",
                        STEPS + "conntrack.h",
                        "epoch_pair(epoch_read(flow->source_place), epoch_read(flow->destination_place))",
                        "epoch_pair(epoch_read(flow->source_place), flow->egress_epochs >> 32)"),
                new SeededBug(
                        "the fast path takes packets from any device",
                        STEPS + "fast.h",
                        "case HOOK_POD_EGRESS: return ctx->ifindex == flow_sender(flow, packet);",
                        "case HOOK_POD_EGRESS: return 1;"),
                new SeededBug(
                        "what policy denies is remembered as a connection",
                        STEPS + "admit.h",
                        "	if (result) {\n",
                        "	if (result && !flow && !config.dry_run)\n"
                                + "		flow_create(ctx, packet, key);\n"
                                + "	if (result) {\n"));
    }

    private static List<SeededBug> ofWhatIsRemembered() {
        return List.of(
                new SeededBug(
                        "policy's answers are remembered for ever",
                        STEPS + "policy.h",
                        "memo->epoch == epoch && ",
                        ""),
                new SeededBug(
                        "policy's answers are given to whoever asks",
                        STEPS + "policy.h",
                        "policy_question_equals(&memo->question, question)",
                        "memo->question.protocol"),
                new SeededBug(
                        "a flow that was cut is forgotten at once",
                        STEPS + "admit.h",
                        "	if (result) {\n",
                        "	if (result && flow && !config.dry_run)\n"
                                + "		bpf_map_delete_elem(&flow_map4, key);\n"
                                + "	if (result) {\n"),
                new SeededBug(
                        "replies are taken for new connections",
                        STEPS + "conntrack.h",
                        "packet->flow_state = FLOW_REPLY;",
                        "return 0;"),
                new SeededBug(
                        "the ends of a flow are swapped",
                        STEPS + "conntrack.h",
                        "? 1 : 0) == low;",
                        "? 1 : 0) != low;"));
    }
}
