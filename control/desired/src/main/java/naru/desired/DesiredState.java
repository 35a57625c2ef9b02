package naru.desired;

import naru.compile.Delta;
import naru.compile.Delta.IpcacheEntry;
import naru.compile.PolicyEntry;
import naru.compile.PolicyKey;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** All tables of a node. Endpoints are put by whoever knows their devices. One thread. */
public final class DesiredState {

    private final Table<PolicyKey, PolicyEntry> policy =
            new Table<>(Object::equals, PolicyKey::policySet);
    private final Table<Ipv4Prefix, Integer> blocks = new Table<>();
    private final Table<Ipv4Prefix, IpcacheEntry> ipcache =
            new Table<>((a, b) -> a.identity() == b.identity(), _ -> 0);
    private final Table<Ipv4Address, DesiredEndpoint> endpoints = new Table<>();

    /** Takes over what the compiler says; its endpoints' part excepted. */
    public void change(Delta delta) {
        delta.policyPuts().forEach(policy::put);
        delta.policyRemovals().forEach(policy::remove);
        delta.blockPuts().forEach(blocks::put);
        delta.blockRemovals().forEach(blocks::remove);
        delta.ipcachePuts().forEach(ipcache::put);
        delta.ipcacheRemovals().forEach(ipcache::remove);
    }

    /** The rows of a policy set are a group. */
    public Table<PolicyKey, PolicyEntry> policy() {
        return policy;
    }

    /** Prefix to the number of the set of blocks that cover it. */
    public Table<Ipv4Prefix, Integer> blocks() {
        return blocks;
    }

    /** The kernel knows identities only; owners are for people. */
    public Table<Ipv4Prefix, IpcacheEntry> ipcache() {
        return ipcache;
    }

    /** By the pod's address. */
    public Table<Ipv4Address, DesiredEndpoint> endpoints() {
        return endpoints;
    }

    public boolean isSettled() {
        return policy.isSettled()
                && blocks.isSettled()
                && ipcache.isSettled()
                && endpoints.isSettled();
    }
}
