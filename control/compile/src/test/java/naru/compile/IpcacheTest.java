package naru.compile;

import static naru.compile.Manifests.cidr;
import static naru.compile.Manifests.finishedPod;
import static naru.compile.Manifests.ip;
import static naru.compile.Manifests.node;
import static naru.compile.Manifests.pod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import naru.compile.Delta.IpcacheEntry;
import naru.model.Pod;
import org.junit.jupiter.api.Test;

class IpcacheTest {

    private static final int INIT = ReservedIdentity.INIT.number();
    private static final int UNMANAGED = ReservedIdentity.UNMANAGED.number();

    private final Shop shop = new Shop();

    private IpcacheEntry at(String address) {
        return shop.compiler
                .ipcache(ip(address))
                .map(Found::value)
                .orElse(new IpcacheEntry(2, "world"));
    }

    @Test
    void eachAddressHasItsHolder() {
        assertThat(at("172.18.0.11")).isEqualTo(new IpcacheEntry(1, "this node"));
        assertThat(at("172.18.0.12")).isEqualTo(new IpcacheEntry(6, "node n2"));
        assertThat(at("10.244.2.1"))
                .isEqualTo(new IpcacheEntry(shop.identity(Shop.CART), "pod shop/cart"));
        assertThat(at("10.244.2.77")).isEqualTo(new IpcacheEntry(INIT, "pod range of node n2"));
        assertThat(at("8.8.8.8").identity()).isEqualTo(2);
    }

    @Test
    void addressesOfThisNodesInterfacesAreTheHostsToo() {
        shop.compiler.setOwnAddresses(Set.of(ip("172.17.0.1")));
        assertThat(shop.compiler.drain().ipcachePuts()).containsOnlyKeys(cidr("172.17.0.1/32"));
        shop.compiler.setOwnAddresses(Set.of());
        assertThat(shop.compiler.drain().ipcacheRemovals()).containsExactly(cidr("172.17.0.1/32"));
        assertThat(at("172.18.0.11").identity()).isEqualTo(1);
    }

    @Test
    void aPodWithoutAddressHasItsIdentityAlready() {
        shop.with(pod("shop/new", "app=new", "n2", "", ""));
        int identity = shop.identity(pod("shop/new", "app=new", "n2", "", ""));

        Delta delta = shop.with(pod("shop/new", "app=new", "n2", "10.244.2.9", ""));
        assertThat(delta.ipcachePuts())
                .containsOnly(
                        java.util.Map.entry(
                                cidr("10.244.2.9/32"), new IpcacheEntry(identity, "pod shop/new")));
        assertThat(delta.policyPuts()).isEmpty();
    }

    @Test
    void aFinishedPodGivesItsAddressUp() {
        shop.with(finishedPod("shop/cart", "app=cart", "n2", "10.244.2.1"));
        assertThat(at("10.244.2.1").identity()).isEqualTo(INIT);

        shop.with(pod("shop/next", "app=next", "n2", "10.244.2.1", ""));
        assertThat(at("10.244.2.1").owner()).isEqualTo("pod shop/next");
    }

    @Test
    void twoPodsWithOneAddressAreClosedUntilOneIsGone() {
        Pod next = pod("shop/next", "app=next", "n2", "10.244.2.1", "");
        shop.with(next);
        assertThat(at("10.244.2.1"))
                .isEqualTo(new IpcacheEntry(INIT, "pod shop/cart and pod shop/next"));

        shop.without(Shop.CART);
        assertThat(at("10.244.2.1"))
                .isEqualTo(new IpcacheEntry(shop.identity(next), "pod shop/next"));
    }

    @Test
    void whatManifestsSayOfThisNodesPodsCountsLessThanItsEndpoints() {
        shop.with(pod("shop/stale", "app=stale", "n1", "10.244.1.1", ""));
        assertThat(at("10.244.1.1").owner()).as("an endpoint holds it").isEqualTo("pod shop/web");

        shop.compiler.removeEndpoint(1);
        shop.compiler.drain();
        assertThat(at("10.244.1.1"))
                .as("no endpoint holds it, whatever labels the pods of that address have")
                .isEqualTo(new IpcacheEntry(UNMANAGED, "pod shop/stale and pod shop/web"));
    }

    @Test
    void aPodOfThisNodeThatAnotherNetworkMadeIsUnmanagedUntilItIsOurs() {
        Pod foreign = pod("shop/foreign", "app=foreign", "n1", "10.88.0.7", "");
        shop.with(foreign);
        assertThat(at("10.88.0.7")).isEqualTo(new IpcacheEntry(UNMANAGED, "pod shop/foreign"));

        shop.compiler.putEndpoint(9, foreign.key(), ip("10.88.0.7"));
        shop.compiler.drain();
        assertThat(at("10.88.0.7"))
                .isEqualTo(new IpcacheEntry(shop.identity(foreign), "pod shop/foreign"));

        shop.compiler.removeEndpoint(9);
        shop.without(foreign);
        assertThat(at("10.88.0.7").identity()).as("the world").isEqualTo(2);
    }

    @Test
    void aNodeThatGoesTakesItsAddressAndRangeAlong() {
        Delta delta = shop.without(node("n2", "172.18.0.12", "10.244.2.0/24"));

        assertThat(delta.ipcacheRemovals())
                .containsExactly(cidr("10.244.2.0/24"), cidr("172.18.0.12/32"));
    }
}
