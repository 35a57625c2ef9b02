package naru.datapath;

import naru.datapath.abi.Prefix4KeyLayout;
import naru.model.Ipv4Prefix;

/** Keys of the maps that find the longest prefix of an address. */
final class Prefixes {

    private Prefixes() {}

    static byte[] write(Ipv4Prefix prefix) {
        return new Prefix4KeyLayout(prefix.length(), prefix.bits()).toBytes();
    }

    static Ipv4Prefix read(byte[] bytes) {
        Prefix4KeyLayout layout = Prefix4KeyLayout.read(bytes);
        return new Ipv4Prefix(layout.address(), layout.prefixLength());
    }
}
