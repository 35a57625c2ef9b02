package naru.linux.netlink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import naru.linux.ffi.Descriptor;

/** A change of one device, collected and then asked for as one request. */
public final class LinkChange {

    /** {@link #ipv4}: whether packets are forwarded from here, 0 or 1. */
    public static final int FORWARDING = 1;

    /** {@link #ipv4}: whether it answers ARP for others, 0 or 1. */
    public static final int PROXY_ARP = 3;

    /** {@link #ipv4}: reverse path filter, 0 off, 1 strict, 2 loose. */
    public static final int RP_FILTER = 8;

    private final int index;
    private final String device;
    private final List<Consumer<MessageWriter>> attributes = new ArrayList<>();
    private final Map<Integer, Integer> ipv4 = new TreeMap<>();
    private final List<String> words = new ArrayList<>();
    private int flags;
    private int changed;

    /**
     * @param index 0: it is known by its name
     */
    LinkChange(int index, String device) {
        this.index = index;
        this.device = device;
    }

    public LinkChange up() {
        flags |= Rtnl.IFF_UP;
        changed |= Rtnl.IFF_UP;
        words.add("up");
        return this;
    }

    public LinkChange down() {
        flags &= ~Rtnl.IFF_UP;
        changed |= Rtnl.IFF_UP;
        words.add("down");
        return this;
    }

    /**
     * Sets the size of the largest packet.
     *
     * @param bytes the largest IP packet
     */
    public LinkChange mtu(int bytes) {
        return with("mtu " + bytes, m -> m.number(Rtnl.IFLA_MTU, bytes));
    }

    public LinkChange mac(MacAddress mac) {
        return with("address " + mac, m -> m.bytes(Rtnl.IFLA_ADDRESS, mac.bytes()));
    }

    public LinkChange name(String name) {
        return with("name " + name, m -> m.string(Rtnl.IFLA_IFNAME, name));
    }

    /**
     * Notes something on the device.
     *
     * @param text up to 255 bytes that {@code ip link} shows to people
     */
    public LinkChange alias(String text) {
        return with("alias " + text, m -> m.string(Rtnl.IFLA_IFALIAS, text));
    }

    /**
     * Puts it into a bridge, bond or VRF.
     *
     * @param master index of a bridge, bond or VRF; 0 takes it out of the one that it is in
     */
    public LinkChange master(int master) {
        return with("master " + master, m -> m.number(Rtnl.IFLA_MASTER, master));
    }

    /** Puts it into a group, a number that {@link Links#deleteGroup} takes. */
    public LinkChange group(int group) {
        return with("group " + group, m -> m.number(Rtnl.IFLA_GROUP, group));
    }

    /** Moves it into another namespace, where it is down and without addresses. */
    public LinkChange namespace(Descriptor namespace) {
        return with("namespace", m -> m.number(Rtnl.IFLA_NET_NS_FD, namespace.number()));
    }

    /**
     * Sets what is otherwise set in {@code /proc/sys/net/ipv4/conf/NAME}.
     *
     * @param setting {@link #RP_FILTER} or another IPV4_DEVCONF_ number of linux/ip.h
     */
    public LinkChange ipv4(int setting, int value) {
        ipv4.put(setting, value);
        words.add("ipv4 setting " + setting + " " + value);
        return this;
    }

    public NetlinkRequest request() {
        MessageWriter message = new MessageWriter(Rtnl.RTM_SETLINK, 0).link(index, flags, changed);
        if (index == 0) {
            message.string(Rtnl.IFLA_IFNAME, device);
        }
        attributes.forEach(attribute -> attribute.accept(message));
        if (!ipv4.isEmpty()) {
            message.nest(Rtnl.IFLA_AF_SPEC, () -> ipv4Settings(message));
        }
        String which = index == 0 ? device : Integer.toString(index);
        return new NetlinkRequest("set device", which + " " + String.join(" ", words), message);
    }

    private void ipv4Settings(MessageWriter message) {
        message.nest(
                Rtnl.AF_INET,
                () -> message.nest(Rtnl.IFLA_INET_CONF, () -> ipv4.forEach(message::number)));
    }

    private LinkChange with(String word, Consumer<MessageWriter> attribute) {
        words.add(word);
        attributes.add(attribute);
        return this;
    }
}
