package naru.apply.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import naru.apply.map.FakeKernel.Flow;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.PolicyEntry;
import naru.compile.PolicyEntry.Verdict;
import naru.compile.PolicyKey;
import naru.desired.DesiredEndpoint;
import naru.desired.DesiredState;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.NetworkPolicy.Direction;

/** Tables of a very small node, changed at random, within what compilers promise. */
final class RandomWishes {

    private static final int SETS = 3;
    private static final int[] IDENTITIES = {0, 2, 5, 255, 300, 301, 302, 303};
    private static final List<Ipv4Prefix> BLOCKS =
            List.of(
                    Ipv4Prefix.parse("0.0.0.0/0"),
                    Ipv4Prefix.parse("10.0.0.0/16"),
                    Ipv4Prefix.parse("10.0.0.2/31"),
                    Ipv4Prefix.parse("10.0.1.3/32"));
    private static final List<Ipv4Prefix> RANGES = List.of(Ipv4Prefix.parse("10.0.1.0/24"));
    private static final int LOCAL_PODS = 5;
    private static final int REMOTE_PODS = 6;

    private final Random random;
    private final Map<PolicyKey, PolicyEntry> policy = new HashMap<>();
    private DesiredState desired = new DesiredState();

    RandomWishes(Random random) {
        this.random = random;
    }

    DesiredState desired() {
        return desired;
    }

    /** The same wishes, as an agent has them that knows nothing of the kernel yet. */
    DesiredState restarted() {
        DesiredState before = desired;
        desired = new DesiredState();
        before.policy().rows().forEach((k, row) -> desired.policy().put(k, row.value()));
        before.blocks().rows().forEach((k, row) -> desired.blocks().put(k, row.value()));
        before.ipcache().rows().forEach((k, row) -> desired.ipcache().put(k, row.value()));
        before.endpoints().rows().forEach((k, row) -> desired.endpoints().put(k, row.value()));
        return desired;
    }

    List<Flow> flows() {
        List<Ipv4Address> all = new ArrayList<>();
        for (int i = 0; i < LOCAL_PODS; i++) {
            all.add(local(i));
        }
        for (int i = 0; i < REMOTE_PODS + 1; i++) {
            all.add(remote(i));
        }
        all.add(Ipv4Address.parse("192.0.2.1"));
        List<Flow> flows = new ArrayList<>();
        for (Ipv4Address from : all) {
            for (Ipv4Address to : all) {
                if (!from.equals(to)) {
                    flows.add(new Flow(from, to, 80));
                    flows.add(new Flow(from, to, 81));
                }
            }
        }
        return flows;
    }

    private static Ipv4Address local(int index) {
        return new Ipv4Address(Ipv4Address.parse("10.0.0.1").bits() + index);
    }

    private static Ipv4Address remote(int index) {
        return new Ipv4Address(Ipv4Address.parse("10.0.1.1").bits() + index);
    }

    void change() {
        for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
            switch (random.nextInt(5)) {
                case 0, 1 -> changePolicy();
                case 2 -> changeAddress();
                case 3 -> changeEndpoint();
                default -> changeBlock();
            }
        }
    }

    private void changePolicy() {
        PolicyKey key = key(random.nextBoolean());
        if (random.nextInt(3) == 0) {
            policy.remove(key);
        } else {
            policy.put(key, entry(random.nextInt(8) == 0 ? Verdict.DENY : Verdict.ALLOW));
        }
        publish(key);
        publish(withPort(key));
    }

    private PolicyKey key(boolean anyPort) {
        int block = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
        boolean anybody = block != 0 && random.nextInt(4) > 0;
        int identity = anybody ? 0 : IDENTITIES[random.nextInt(IDENTITIES.length)];
        Direction direction = random.nextBoolean() ? Direction.INGRESS : Direction.EGRESS;
        PolicyKey any =
                new PolicyKey(1 + random.nextInt(SETS), direction, identity, block, 0, 0, 0);
        return anyPort ? any : withPort(any);
    }

    private static PolicyKey withPort(PolicyKey key) {
        return new PolicyKey(
                key.policySet(), key.direction(), key.identity(), key.blockSet(), 6, 80, 16);
    }

    private PolicyEntry entry(Verdict verdict) {
        int priority = 1 + random.nextInt(3);
        return new PolicyEntry(
                verdict, priority << 8 | verdict.precedenceClass(), 1 + random.nextInt(4));
    }

    /** A longer prefix of a peer says the same as a shorter one that weighs more. */
    private void publish(PolicyKey key) {
        PolicyEntry own = policy.get(key);
        PolicyEntry wider =
                policy.get(
                        new PolicyKey(
                                key.policySet(),
                                key.direction(),
                                key.identity(),
                                key.blockSet(),
                                0,
                                0,
                                0));
        if (own == null) {
            desired.policy().remove(key);
        } else {
            boolean covered = wider != null && wider.precedence() > own.precedence();
            desired.policy().put(key, covered ? wider : own);
        }
    }

    private void changeAddress() {
        int which = random.nextInt(REMOTE_PODS + LOCAL_PODS + 1);
        Ipv4Prefix prefix =
                which == 0
                        ? RANGES.getFirst()
                        : (which <= REMOTE_PODS
                                        ? remote(which - 1)
                                        : local(which - 1 - REMOTE_PODS))
                                .toPrefix();
        if (random.nextInt(3) == 0) {
            desired.ipcache().remove(prefix);
        } else {
            int identity = which == 0 ? 5 : 300 + random.nextInt(4);
            String owner = "owner " + random.nextInt(2);
            desired.ipcache().put(prefix, new IpcacheEntry(identity, owner));
        }
    }

    private void changeEndpoint() {
        int index = random.nextInt(LOCAL_PODS);
        Ipv4Address address = local(index);
        if (random.nextInt(4) == 0) {
            desired.endpoints().remove(address);
        } else {
            int slot = 1 + (index + random.nextInt(2) * LOCAL_PODS);
            int set = random.nextInt(SETS + 1);
            desired.endpoints()
                    .put(
                            address,
                            new DesiredEndpoint(
                                    slot, 10 + index, 300 + random.nextInt(4), set, 1500, 1, 2));
        }
    }

    private void changeBlock() {
        Ipv4Prefix prefix = BLOCKS.get(random.nextInt(BLOCKS.size()));
        if (random.nextInt(3) == 0) {
            desired.blocks().remove(prefix);
        } else {
            desired.blocks().put(prefix, 1 + random.nextInt(3));
        }
    }
}
