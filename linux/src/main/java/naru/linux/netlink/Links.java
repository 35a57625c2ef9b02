package naru.linux.netlink;

import naru.linux.ffi.Descriptor;

/** Requests about network devices. */
public final class Links {

    private static final int NEW = Rtnl.NLM_F_CREATE | Rtnl.NLM_F_EXCL;

    private Links() {}

    /** Makes both ends in one step, each at its place with its name and address; both are down. */
    public static NetlinkRequest addVeth(VethPair pair) {
        MessageWriter message = new MessageWriter(Rtnl.RTM_NEWLINK, NEW).link(0, 0, 0);
        end(message, pair.near(), pair.mtu());
        kind(
                message,
                "veth",
                () ->
                        message.nest(
                                Rtnl.IFLA_INFO_DATA,
                                () -> message.nest(Rtnl.VETH_INFO_PEER, () -> far(message, pair))));
        return new NetlinkRequest(
                "add veth pair", pair.near().name() + " and " + pair.far().name(), message);
    }

    /**
     * Makes a device that needs no more than a name.
     *
     * @param kind such as {@code bridge}
     */
    public static NetlinkRequest add(String name, String kind) {
        MessageWriter message = new MessageWriter(Rtnl.RTM_NEWLINK, NEW).link(0, 0, 0);
        message.string(Rtnl.IFLA_IFNAME, name);
        kind(message, kind, () -> {});
        return new NetlinkRequest("add " + kind, name, message);
    }

    /** Deletes a device, and the other end of a veth with it; ENODEV if there is none. */
    public static NetlinkRequest delete(String name) {
        MessageWriter message = new MessageWriter(Rtnl.RTM_DELLINK, 0).link(0, 0, 0);
        return new NetlinkRequest("delete device", name, message.string(Rtnl.IFLA_IFNAME, name));
    }

    /** As {@link #delete(String)}, by number. */
    public static NetlinkRequest delete(int index) {
        return new NetlinkRequest(
                "delete device",
                "number " + index,
                new MessageWriter(Rtnl.RTM_DELLINK, 0).link(index, 0, 0));
    }

    /**
     * Deletes all devices of a group: as many as there are cost the kernel no more than one; ENODEV
     * if there is none.
     *
     * @param group see {@link LinkChange#group}; not 0, which all devices are in at first
     */
    public static NetlinkRequest deleteGroup(int group) {
        if (group == 0) {
            throw new IllegalArgumentException("group 0 is all devices");
        }
        MessageWriter message = new MessageWriter(Rtnl.RTM_DELLINK, 0).link(0, 0, 0);
        return new NetlinkRequest(
                "delete devices",
                "of group " + Integer.toUnsignedString(group),
                message.number(Rtnl.IFLA_GROUP, group));
    }

    /** Switches a device on. */
    public static NetlinkRequest up(int index) {
        return change(index).up().request();
    }

    /**
     * Has the kernel (6.8) take notice now that both ends of a device's cable are up. Others do it
     * when they come to it, and until then drop what the device should send.
     */
    public static NetlinkRequest noticeCarrier(int index) {
        MessageWriter message = new MessageWriter(Rtnl.RTM_GETLINK, 0).link(index, 0, 0);
        message.number(Rtnl.IFLA_EXT_MASK, Rtnl.RTEXT_FILTER_SKIP_STATS);
        return new NetlinkRequest("get device", Integer.toString(index), message);
    }

    /** Begins a change of a device with several sides, done in one step. */
    public static LinkChange change(int index) {
        return new LinkChange(index, "");
    }

    /** As {@link #change(int)}, of the device of that name. */
    public static LinkChange change(String name) {
        return new LinkChange(0, name);
    }

    private static void end(MessageWriter message, VethPair.End end, int mtu) {
        message.string(Rtnl.IFLA_IFNAME, end.name());
        message.bytes(Rtnl.IFLA_ADDRESS, end.mac().bytes());
        message.number(Rtnl.IFLA_MTU, mtu);
    }

    private static void far(MessageWriter message, VethPair pair) {
        message.link(0, 0, 0);
        end(message, pair.far(), pair.mtu());
        pair.farNamespace()
                .map(Descriptor::number)
                .ifPresent(fd -> message.number(Rtnl.IFLA_NET_NS_FD, fd));
    }

    private static void kind(MessageWriter message, String kind, Runnable data) {
        message.nest(
                Rtnl.IFLA_LINKINFO,
                () -> {
                    message.string(Rtnl.IFLA_INFO_KIND, kind);
                    data.run();
                });
    }
}
