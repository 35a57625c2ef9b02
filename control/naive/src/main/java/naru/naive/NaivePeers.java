package naru.naive;

import java.util.List;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.NetworkPolicy.BlockPeer;
import naru.model.NetworkPolicy.Peer;
import naru.model.NetworkPolicy.PodPeer;

/**
 * The items of {@code from} and {@code to}, which are ORed; an empty or missing list matches all.
 */
final class NaivePeers {

    private NaivePeers() {}

    static boolean match(
            List<Peer> peers, String policyNamespace, Party party, Ipv4Address address) {
        if (peers.isEmpty()) {
            return true;
        }
        for (Peer peer : peers) {
            if (peer instanceof PodPeer pods && matches(pods, policyNamespace, party)) {
                return true;
            }
            if (peer instanceof BlockPeer block && matches(block, address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * With a namespaceSelector, the pods that match the podSelector in the namespaces that match;
     * without, those in the policy's own namespace. Host-network pods are ignored by both.
     */
    private static boolean matches(PodPeer peer, String policyNamespace, Party party) {
        if (!(party instanceof Party.KnownPod(var pod, var namespaceLabels))) {
            return false;
        }
        if (peer.pods().isPresent() && !NaiveLabels.match(peer.pods().get(), pod.labels())) {
            return false;
        }
        return peer.namespaces().isPresent()
                ? NaiveLabels.match(peer.namespaces().get(), namespaceLabels)
                : pod.namespace().equals(policyNamespace);
    }

    /** Except values are taken out of the CIDR of their own block, and of no other. */
    private static boolean matches(BlockPeer block, Ipv4Address address) {
        if (!inside(block.cidr(), address)) {
            return false;
        }
        for (Ipv4Prefix except : block.except()) {
            if (inside(except, address)) {
                return false;
            }
        }
        return true;
    }

    private static boolean inside(Ipv4Prefix prefix, Ipv4Address address) {
        long lowest = prefix.bits() & 0xffffffffL;
        long size = 1L << (32 - prefix.length());
        long value = address.bits() & 0xffffffffL;
        return value >= lowest && value < lowest + size;
    }
}
