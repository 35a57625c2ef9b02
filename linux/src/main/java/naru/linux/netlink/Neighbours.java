package naru.linux.netlink;

/** Requests about neighbours. */
public final class Neighbours {

    private Neighbours() {}

    /** Sets an entry, in the place of one that exists. */
    public static NetlinkRequest replace(Neighbour neighbour) {
        return request(
                "set neighbour",
                Rtnl.RTM_NEWNEIGH,
                Rtnl.NLM_F_CREATE | Rtnl.NLM_F_REPLACE,
                neighbour);
    }

    /** Deletes the entry of that device and address; ENOENT if there is none. */
    public static NetlinkRequest delete(Neighbour neighbour) {
        return request("delete neighbour", Rtnl.RTM_DELNEIGH, 0, neighbour);
    }

    private static NetlinkRequest request(
            String operation, short type, int flags, Neighbour neighbour) {
        byte[] address = neighbour.address().getAddress();
        MessageWriter message =
                new MessageWriter(type, flags)
                        .neighbour(Rtnl.familyOf(address), neighbour.link(), neighbour.state());
        message.bytes(Rtnl.NDA_DST, address);
        neighbour.mac().ifPresent(mac -> message.bytes(Rtnl.NDA_LLADDR, mac.bytes()));
        String object = neighbour.address().getHostAddress() + " on device " + neighbour.link();
        return new NetlinkRequest(operation, object, message);
    }
}
