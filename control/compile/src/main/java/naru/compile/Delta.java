package naru.compile;

import java.util.Map;
import java.util.Set;
import naru.model.Ipv4Prefix;

/**
 * What the kernel's tables must change to. Values are final states, not steps. Whoever applies it
 * keeps the order: first {@code policyPuts}; then {@code blockPuts} and {@code ipcachePuts}, then
 * the removals of both; then {@code endpointPuts}; last {@code policyRemovals}; then the epochs. So
 * a connection that is allowed before and after is never denied in between.
 */
public record Delta(
        Map<PolicyKey, PolicyEntry> policyPuts,
        Set<PolicyKey> policyRemovals,
        Map<Ipv4Prefix, Integer> blockPuts,
        Set<Ipv4Prefix> blockRemovals,
        Map<Ipv4Prefix, IpcacheEntry> ipcachePuts,
        Set<Ipv4Prefix> ipcacheRemovals,
        Map<Integer, EndpointPolicy> endpointPuts) {

    /** A value of the ipcache; {@code owner} is for people: what holds the address. */
    public record IpcacheEntry(int identity, String owner) {}

    /** What an endpoint's record says of policy. Key of the map: its slot. */
    public record EndpointPolicy(int identity, int policySet) {}

    public boolean isEmpty() {
        return policyPuts.isEmpty()
                && policyRemovals.isEmpty()
                && blockPuts.isEmpty()
                && blockRemovals.isEmpty()
                && ipcachePuts.isEmpty()
                && ipcacheRemovals.isEmpty()
                && endpointPuts.isEmpty();
    }
}
