package naru.apply.device;

/**
 * A device by which this node reaches others.
 *
 * @param index in the node's namespace
 * @param mtu bytes
 */
public record Uplink(int index, String name, int mtu) {}
