package naru.agent.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import naru.agent.AgentNode;
import naru.cni.CniInstaller;
import naru.wire.AgentReplies.EndpointRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's containerd runs a container on what {@code naru cni install} installs. */
@Tag("root")
class ContainerdSmokeTest {

    private static final int MINUTES = 2;

    /** Mounts of its own, so that the machine's /opt and /etc stay as they are. */
    private static final String SCRIPT =
            """
            set -e
            cd "$1"
            mount -t tmpfs tmpfs /opt; mkdir -p /opt/cni; cp -a installed/bin /opt/cni/bin
            mount -t tmpfs tmpfs /etc; mkdir -p /etc/cni; cp -a installed/net.d /etc/cni/net.d
            export CONTAINERD_ADDRESS=$PWD/c.sock
            containerd --root $PWD/root --state $PWD/run --address $PWD/c.sock --log-level error &
            daemon=$!
            trap 'cat second.log; ctr task rm -f second || true; kill $daemon; wait' EXIT
            tries=300
            until ctr version >/dev/null 2>&1; do
                tries=$((tries - 1)); [ $tries -gt 0 ] || exit 1
                busybox usleep 100000
            done
            ctr image import --snapshotter native image.tar
            run="ctr run --snapshotter native --cni"
            $run --rm naru.test/busybox:1 first /bin/busybox ip -4 addr show eth0
            $run -d naru.test/busybox:1 second \\
                /bin/busybox nc -ll -p 8080 -e /bin/busybox echo hello >second.log 2>&1
            touch second.runs
            read -r address
            busybox nc -w 5 "$address" 8080 </dev/null
            """;

    @TempDir Path folder;
    private AgentNode node;

    @BeforeEach
    void startANode() throws Exception {
        for (String tool : List.of("containerd", "runc", "busybox")) {
            assumeTrue(isInstalled(tool), tool + " is not installed");
        }
        node = new AgentNode("10.244.1.0/24");
    }

    private static boolean isInstalled(String tool) {
        return List.of("/usr/bin/", "/usr/sbin/", "/bin/").stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path + tool)));
    }

    @AfterEach
    void stopIt() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aContainerGetsAnAddressAndThisNodeReachesIt() throws Exception {
        CniInstaller.install(
                folder.resolve("installed/bin"), folder.resolve("installed/net.d"), node.socket());
        Files.move(BusyboxImage.write(folder.resolve("made")), folder.resolve("image.tar"));
        Process script = node.command("unshare", "--mount", "sh", "-c", SCRIPT, "sh", folder);
        String address = addressOfSecond(script);
        try (var in = script.outputWriter()) {
            in.write(address + "\n");
        }
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(said).contains("inet 10.244.1.1/32", "hello");
        assertThat(script.exitValue()).as(said).isZero();
    }

    /** The endpoint of a container without a pod. */
    private String addressOfSecond(Process script) throws Exception {
        while (script.isAlive() && !Files.exists(folder.resolve("second.runs"))) {
            script.waitFor(50, TimeUnit.MILLISECONDS);
        }
        EndpointRow[] rows = node.ask("endpoint-list", "", EndpointRow[].class);
        if (rows.length != 1) {
            throw new IOException(
                    new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(rows[0].state()).isEqualTo("init");
        return rows[0].address();
    }
}
