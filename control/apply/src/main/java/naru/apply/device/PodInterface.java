package naru.apply.device;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import naru.model.Ipv4Address;

/**
 * What a pod's network interface is to be.
 *
 * @param containerId of the CNI request
 * @param ifname the interface's name in the pod, 1 to 15 characters: {@code eth0}
 * @param netns path of the pod's network namespace, as this process sees it
 * @param address the pod's
 * @param nodeAddress the address that the node's own packets to the pod carry
 * @param mtu bytes, as the uplink's
 */
public record PodInterface(
        String containerId,
        String ifname,
        Path netns,
        Ipv4Address address,
        Ipv4Address nodeAddress,
        int mtu) {

    /** The gateway that every pod sees; no device has this address. */
    public static final Ipv4Address GATEWAY = Ipv4Address.parse("169.254.1.1");

    /** How the names of host-side veths begin. */
    public static final String HOST_PREFIX = "naru";

    private static final int HASH_BYTES = 4;

    /** The name of the host-side veth: the same for each request about this interface. */
    public String hostName() {
        return hostName(containerId, ifname);
    }

    /** As {@link #hostName()}, for a request that says no more than this. */
    public static String hostName(String containerId, String ifname) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(owner(containerId, ifname).getBytes(StandardCharsets.UTF_8));
            return HOST_PREFIX + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("each JDK has SHA-256", e);
        }
    }

    /** What the host end's alias says until ADD is answered. */
    Alias alias() {
        return Alias.of(containerId, ifname);
    }

    String owner() {
        return owner(containerId, ifname);
    }

    /** As {@link #owner()}, of an interface that may not be there yet. */
    public static String owner(String containerId, String ifname) {
        return containerId + "/" + ifname;
    }

    static boolean isHostName(String name) {
        return name.matches(HOST_PREFIX + "[0-9a-f]{8}");
    }
}
