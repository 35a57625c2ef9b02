package naru.linux.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import naru.linux.netns.Netns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the walk foretells is held against what the kernel does: a real packet is sent to 127.0.0.1,
 * and a rule at the very end counts it if it carries the host's mark.
 */
@Tag("root")
class NetfilterOnKernelTest {

    private static final NetfilterPacket PACKET =
            NetfilterPacket.made(0x7f000001, 0x7f000001, 17, 999, "lo");
    private static final String NARU_CHAIN =
            "*filter\n:NARU_OUTPUT - [0:0]\n"
                    + "-A NARU_OUTPUT -m mark ! --mark 0xe00/0xf00 -j MARK --set-xmark 0xc00/0xf00\n"
                    + "-I OUTPUT 1 -j NARU_OUTPUT\nCOMMIT\n";

    @TempDir private Path folder;
    private Path namespace = Path.of("/nowhere");

    @BeforeEach
    void makeNamespace() {
        namespace = Netns.create(folder.resolve("netns"));
        inside(() -> tool("", "ip", "link", "set", "lo", "up"));
    }

    @AfterEach
    void deleteNamespace() {
        Netns.delete(namespace);
    }

    @Test
    @DisplayName("a clean namespace has no rules, and looking makes none")
    void lookingChangesNothing() {
        inside(
                () -> {
                    NetfilterState state = NetfilterReader.read();
                    assertThat(state.unseen()).isEmpty();
                    assertThat(state.ruleset(Backend.NFT).tables()).isEmpty();
                    assertThat(state.ruleset(Backend.LEGACY).tables()).isEmpty();
                    assertThat(tool("", "cat", "/proc/thread-self/net/ip_tables_names")).isBlank();
                    assertThat(tool("", "nft", "list", "ruleset")).isBlank();
                });
    }

    @Test
    @DisplayName("the mark rule marks, in either backend")
    void marks() {
        for (Backend backend : Backend.values()) {
            inside(
                    () -> {
                        restore(backend, NARU_CHAIN);
                        assertAgrees(true);
                        restore(backend, "*filter\n-F\n-X\nCOMMIT\n");
                        assertAgrees(false);
                    });
        }
    }

    @Test
    @DisplayName("an ACCEPT in front hides it in its own backend only")
    void acceptInFront() {
        inside(
                () -> {
                    restore(Backend.NFT, NARU_CHAIN);
                    restore(Backend.LEGACY, "*filter\n-A OUTPUT -j ACCEPT\nCOMMIT\n");
                    assertAgrees(true);
                    restore(Backend.NFT, "*filter\n-I OUTPUT 1 -p udp -j ACCEPT\nCOMMIT\n");
                    Passage passage = assertAgrees(false);
                    assertThat(passage.stops())
                            .extracting(Visit::describe)
                            .contains("rule 1 of filter/OUTPUT (nft)");
                });
    }

    @Test
    @DisplayName("a dormant table shows its rules and does nothing")
    void dormant() {
        inside(
                () -> {
                    restore(Backend.NFT, NARU_CHAIN);
                    tool("", "nft", "add", "table", "ip", "filter", "{ flags dormant; }");
                    assertAgrees(false);
                });
    }

    @Test
    @DisplayName("a later table can take the mark away")
    void rewritten() {
        inside(
                () -> {
                    restore(Backend.NFT, NARU_CHAIN);
                    restore(
                            Backend.LEGACY,
                            "*mangle\n-A POSTROUTING -o lo -j MARK --set-xmark 0/0xf00\nCOMMIT\n");
                    Passage passage = assertAgrees(false);
                    assertThat(passage.marks().getLast().table()).isEqualTo("mangle");
                });
    }

    @Test
    @DisplayName("an accept of nftables' own is no obstacle, a drop is a doubt")
    void nativeChains() {
        inside(
                () -> {
                    restore(Backend.NFT, NARU_CHAIN);
                    tool(
                            "table inet own { chain out { type filter hook output priority -10;"
                                    + " meta mark 5 drop; accept\n}\n}\n",
                            "nft",
                            "-f",
                            "-");
                    Passage passage = assertAgrees(true);
                    assertThat(passage.certain()).isFalse();
                    assertThat(passage.nativeDoubts().getFirst().name()).isEqualTo("out");
                });
    }

    private static Passage assertAgrees(boolean marked) {
        Passage passage = NetfilterWalk.walk(NetfilterReader.read(), PACKET);
        assertThat(passage.carriesHostMark()).as("foretold").isEqualTo(Certainty.of(marked));
        assertThat(kernelMarks()).as("measured").isEqualTo(marked);
        return passage;
    }

    private static boolean kernelMarks() {
        tool(
                "table ip measure { chain last { type filter hook postrouting priority 300;"
                        + " udp dport 999 meta mark and 0xf00 == 0xc00 counter\n}\n}\n",
                "nft",
                "-f",
                "-");
        send();
        String counted = tool("", "nft", "list", "table", "ip", "measure");
        tool("", "nft", "delete", "table", "ip", "measure");
        return !counted.contains("packets 0");
    }

    private static void send() {
        try (DatagramSocket socket = new DatagramSocket()) {
            InetAddress address = InetAddress.ofLiteral("127.0.0.1");
            socket.send(new DatagramPacket(new byte[1], 1, address, 999));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void inside(Runnable action) {
        Netns.run(namespace, action);
    }

    private static void restore(Backend backend, String transaction) {
        tool(transaction, backend.restoreTool(), "--noflush");
    }

    private static String tool(String input, String... command) {
        Tool.Result result = Tool.run(input, List.of(command));
        assertThat(result.status()).as(String.join(" ", command) + result.complaint()).isZero();
        return result.output();
    }
}
