package naru.linux.netlink;

/** What the kernel sends events about. */
public enum NetlinkGroup {
    LINKS(1),
    NEIGHBOURS(3),
    IPV4_ADDRESSES(5),
    IPV4_ROUTES(7),
    IPV4_SETTINGS(24);

    private final int number;

    NetlinkGroup(int number) {
        this.number = number;
    }

    /** Its bit in the address that a socket is bound to. */
    int bit() {
        return 1 << (number - 1);
    }
}
