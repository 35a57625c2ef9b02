package naru.linux.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import naru.linux.netlink.Links;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether rules were changed is told by the kernel, not by reading them. */
@Tag("root")
class RulesetStampTest {

    private final ThrowAwayNetns node = ThrowAwayNetns.create("rules");

    @AfterEach
    void deleteIt() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void eachChangeOfTheFilterTableIsSeenAndNothingElse(Backend backend) throws Exception {
        List<RulesetStamp> seen = new ArrayList<>(List.of(stamp()));
        for (String change :
                List.of(
                        "-A OUTPUT -d 192.0.2.1 -j ACCEPT",
                        "-I OUTPUT -d 192.0.2.2 -j ACCEPT",
                        "-R OUTPUT 1 -d 192.0.2.3 -j ACCEPT",
                        "-R OUTPUT 1 -d 192.0.2.3 -j DROP",
                        "-P FORWARD DROP",
                        "-F OUTPUT")) {
            run(backend, change);
            assertThat(stamp()).as(change).isNotIn(seen);
            seen.add(stamp());
            run(backend, "-S"); // to look changes nothing
            run(backend.other(), "--version");
            assertThat(stamp()).isEqualTo(seen.getLast());
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void packetsThatAreCountedChangeNothing(Backend backend) throws Exception {
        run(backend, "-A OUTPUT -d 127.0.0.1 -j ACCEPT");
        RulesetStamp before = stamp();
        node.netlink().execute(Links.up(1));
        node.call(this::sendSomething);
        assertThat(counted(backend)).isTrue();
        assertThat(stamp()).isEqualTo(before);
    }

    private boolean sendSomething() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            InetAddress self = InetAddress.ofLiteral("127.0.0.1");
            socket.send(new DatagramPacket(new byte[1], 1, self, 9));
            return true;
        }
    }

    private boolean counted(Backend backend) throws Exception {
        return node
                .call(NetfilterReader::read)
                .ruleset(backend)
                .chain("filter", "OUTPUT")
                .orElseThrow()
                .rules()
                .stream()
                .anyMatch(rule -> rule.packets() > 0);
    }

    private RulesetStamp stamp() throws Exception {
        return node.call(RulesetStamp::now);
    }

    private void run(Backend backend, String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("iptables-" + backend.word()));
        command.addAll(List.of(arguments.split(" ")));
        int status =
                node.call(
                        () ->
                                new ProcessBuilder(command)
                                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                        .start()
                                        .waitFor());
        assertThat(status).as(String.join(" ", command)).isZero();
    }
}
