package naru.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;
import naru.testkit.fuzz.Fuzzing;
import naru.testkit.fuzz.Wording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the kernel answers, it is read within its bounds, or said to be of another shape. */
@Timeout(3600)
class NetlinkFuzzTest {

    private static final List<Function<NetlinkMessage, ?>> READERS =
            List.of(
                    Link::read,
                    Route::read,
                    InterfaceAddress::read,
                    Neighbour::read,
                    NetlinkEvent::read,
                    NetlinkMessage::errno,
                    NetlinkMessage::kernelText);

    @Test
    void anyDatagramIsReadWithinItsBounds() {
        Fuzzing.of("netlink")
                .words(
                        "\u0010\0\u0018\0",
                        "\u0004\0\u0001\0",
                        "\0\0\0\0",
                        "\b\0\u0004\0\u0001\0\0\0")
                .inputs(6000)
                .run(NetlinkFuzzTest::read);
    }

    private static void read(byte[] input) {
        ByteBuffer datagram = ByteBuffer.wrap(input).order(ByteOrder.nativeOrder());
        for (NetlinkMessage message : NetlinkMessage.split(datagram)) {
            for (Function<NetlinkMessage, ?> reader : READERS) {
                try {
                    assertThat(message.as(reader)).asString().isNotNull();
                } catch (IllegalStateException e) {
                    Wording.check(String.valueOf(e.getMessage()));
                }
            }
        }
    }
}
