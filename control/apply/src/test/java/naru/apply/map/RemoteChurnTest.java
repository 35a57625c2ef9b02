package naru.apply.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import naru.compile.Compiler;
import naru.compile.Delta;
import naru.compile.Delta.EndpointPolicy;
import naru.compile.Numbering;
import naru.desired.DesiredEndpoint;
import naru.desired.DesiredState;
import naru.model.IgnoredLabels;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;
import naru.model.Namespace;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.BlockPeer;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Rule;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.Pod;
import org.junit.jupiter.api.Test;

/** Pods of other nodes come and go by the thousand: that is no reason to judge local flows anew. */
class RemoteChurnTest {

    private static final int EVENTS = 4000;
    private static final int EVENTS_A_ROUND = 10;
    private static final int LOCAL_PODS = 5;

    private final FakeKernel kernel = new FakeKernel();
    private final DesiredState desired = new DesiredState();
    private final MapApplier applier = new MapApplier(kernel.kernel());
    private final Compiler compiler = new Compiler("n1", Numbering.EMPTY, IgnoredLabels.DEFAULTS);

    @Test
    void localSlotsKeepTheirEpochs() {
        aNodeWhosePodsLetOthersIn();
        Random random = new Random(4);
        Pod[] others = new Pod[500];
        kernel.policy.room = 10_000;
        settle();
        kernel.epochs.moved.clear();
        int before = kernel.journal.size();
        for (int event = 0; event < EVENTS; event++) {
            int index = random.nextInt(others.length);
            if (others[index] != null) {
                compiler.remove(others[index].key());
                others[index] = null;
            } else {
                others[index] = remotePod(index, event, random.nextBoolean());
                compiler.put(others[index]);
            }
            if (event % EVENTS_A_ROUND == 0) {
                settle();
            }
        }
        assertThat(kernel.journal.size() - before)
                .as("writes, policy entries among them")
                .isGreaterThan(EVENTS);
        assertThat(kernel.epochs.moved)
                .as("slots that moved")
                .noneMatch(index -> index <= LOCAL_PODS)
                .isNotEmpty();
    }

    private void aNodeWhosePodsLetOthersIn() {
        compiler.put(new Node("n1", Map.of(), List.of(), List.of(Ipv4Prefix.parse("10.1.0.0/24"))));
        compiler.put(new Node("n2", Map.of(), List.of(), List.of(Ipv4Prefix.parse("10.2.0.0/16"))));
        compiler.put(new Namespace("shop", Map.of()));
        LabelSelector web =
                new LabelSelector(List.of(new Requirement("app", Operator.EXISTS, Set.of())));
        compiler.put(
                new NetworkPolicy(
                        "shop",
                        "in",
                        LabelSelector.ALL,
                        Set.of(Direction.INGRESS, Direction.EGRESS),
                        List.of(
                                new Rule(
                                        List.of(
                                                new PodPeer(
                                                        Optional.of(LabelSelector.ALL),
                                                        Optional.of(web))),
                                        List.of())),
                        List.of(
                                new Rule(
                                        List.of(
                                                new PodPeer(Optional.empty(), Optional.of(web)),
                                                new BlockPeer(
                                                        Ipv4Prefix.parse("10.2.0.0/17"),
                                                        List.of())),
                                        List.of()))));
        for (int slot = 1; slot <= LOCAL_PODS; slot++) {
            Ipv4Address address = Ipv4Address.parse("10.1.0." + slot);
            ObjectKey key = new ObjectKey(ObjectKey.Kind.POD, "shop", "local" + slot);
            compiler.put(pod(key.name(), address, Map.of("app", "v" + slot), "n1"));
            compiler.putEndpoint(slot, key, address);
        }
    }

    /** With labels that others have too, or with new ones. */
    private static Pod remotePod(int index, int event, boolean newLabels) {
        Ipv4Address address = new Ipv4Address(Ipv4Address.parse("10.2.100.0").bits() + index);
        return pod(
                "remote" + index,
                address,
                Map.of("app", newLabels ? "only" + event : "same"),
                "n2");
    }

    private static Pod pod(
            String name, Ipv4Address address, Map<String, String> labels, String node) {
        return new Pod(
                "shop",
                name,
                "",
                labels,
                node,
                List.of(address),
                false,
                List.of(),
                List.of(),
                "default",
                false);
    }

    private void settle() {
        do {
            Delta delta = compiler.drain();
            desired.change(delta);
            delta.endpointPuts().forEach(this::put);
            applier.apply(desired);
        } while (!compiler.settled());
    }

    private void put(int slot, EndpointPolicy policy) {
        desired.endpoints()
                .put(
                        Ipv4Address.parse("10.1.0." + slot),
                        new DesiredEndpoint(
                                slot,
                                10 + slot,
                                policy.identity(),
                                policy.policySet(),
                                1500,
                                1,
                                2));
    }
}
