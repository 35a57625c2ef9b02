package naru.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class MessageWriterTest {

    @Test
    @EnabledIf("littleEndian")
    void aRouteRequestHasTheBytesThatTheKernelExpects() {
        Route route =
                Route.onLink(IpPrefix.parse("10.244.1.5/32"), 7)
                        .withSource(InetAddress.ofLiteral("172.30.0.2"));

        assertThat(HexFormat.of().formatHex(Routes.add(route).message()))
                .isEqualTo(
                        "3c000000" // length
                                + "1800" // RTM_NEWROUTE
                                + "0106" // REQUEST, CREATE, EXCL
                                + "0000000000000000" // sequence, port
                                + "02200000004efd0100000000" // AF_INET /32 proto N link unicast
                                + "080001000af40105" // RTA_DST
                                + "08000f00fe000000" // RTA_TABLE main
                                + "0800040007000000" // RTA_OIF
                                + "08000700ac1e0002"); // RTA_PREFSRC
    }

    @Test
    void whatIsWrittenIsReadBack() {
        MessageWriter message = new MessageWriter(Rtnl.RTM_NEWLINK, 0).link(3, 1, 1);
        message.string(1, "naru0").number(2, -5);
        message.nest(3, () -> message.bytes(4, new byte[] {9}).inet(5, local()));

        AttributeReader read = parse(message).attributes(Rtnl.IFINFOMSG);

        assertThat(read.string(1)).hasValue("naru0");
        assertThat(read.number(2)).hasValue(-5);
        AttributeReader nested = read.nested(3).orElseThrow();
        assertThat(nested.octet(4)).hasValue(9);
        assertThat(nested.inet(5)).hasValue(local());
        assertThat(nested.bytes(77)).isEmpty();
    }

    @Test
    void aCutMessageIsIgnored_NotReadBeyond() {
        byte[] whole = new MessageWriter(Rtnl.RTM_NEWLINK, 0).link(3, 0, 0).toBytes();
        ByteBuffer cut = ByteBuffer.wrap(whole, 0, whole.length - 1).slice();

        assertThat(NetlinkMessage.split(cut)).isEmpty();
    }

    @Test
    void anAttributeThatClaimsToBeLongerThanTheMessageIsIgnored() {
        ByteBuffer attributes = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
        attributes.putShort((short) 8).putShort((short) 1).putInt(42);
        attributes.putShort((short) 400).putShort((short) 2).flip();

        AttributeReader read = new AttributeReader(attributes);

        assertThat(read.number(1)).hasValue(42);
        assertThat(read.number(2)).isEmpty();
    }

    private static InetAddress local() {
        return InetAddress.ofLiteral("10.0.0.1");
    }

    private static NetlinkMessage parse(MessageWriter message) {
        return NetlinkMessage.split(ByteBuffer.wrap(message.toBytes())).getFirst();
    }

    static boolean littleEndian() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }
}
