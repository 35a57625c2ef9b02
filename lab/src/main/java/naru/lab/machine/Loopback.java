package naru.lab.machine;

import naru.linux.netlink.Links;
import naru.linux.netlink.Netlink;

/** The device {@code lo} of a new network namespace. */
public final class Loopback {

    /** Always the first device of a namespace. */
    private static final int INDEX = 1;

    private Loopback() {}

    /** Sets it up in the calling thread's namespace. */
    public static void setUp() {
        try (Netlink netlink = Netlink.open()) {
            netlink.execute(Links.up(INDEX));
        }
    }
}
