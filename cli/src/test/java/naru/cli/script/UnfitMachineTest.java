package naru.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import naru.cli.script.ScriptTree.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing is hidden by mounts that only the script sees. */
@Tag("root")
class UnfitMachineTest {

    private static final String UBUNTU_24_04 = "ID=ubuntu\nVERSION_ID=\"24.04\"";

    @TempDir Path work;
    private ScriptTree tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = new ScriptTree(work, "tree");
    }

    @Test
    void withoutAJdkItSaysWhereOneWasSought() throws Exception {
        Path old = tree.jdk("jdk-21", "21.0.2");
        Run run = tree.startBehind("mount -t tmpfs none /usr/lib/jvm", "status").end();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("no JDK 25 found", "JAVA_HOME (" + old + ")", "/usr/lib/jvm/*", "PATH");
        assertThat(tree.builds()).isZero();
    }

    @Test
    void whereTheDistributionHasAJdkItsPackageIsNamed() throws Exception {
        tree.jdk("jdk-21", "21.0.2");
        for (String release : new String[] {"ID=debian\nVERSION_ID=\"13\"", UBUNTU_24_04}) {
            Path file = Files.writeString(work.resolve("os-release"), release + "\n");
            String mounts =
                    "mount -t tmpfs none /usr/lib/jvm && mount --bind '"
                            + file
                            + "' /etc/os-release";
            Run run = tree.startBehind(mounts, "status").end();
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("apt-get install", "openjdk-25-jdk-headless");
        }
    }

    @Test
    void aKernelThatIsTooOldIsNamed() throws Exception {
        Path release = Files.writeString(work.resolve("osrelease"), "5.10.0-33-amd64\n");
        String mounts = "mount --bind '" + release + "' /proc/sys/kernel/osrelease";
        for (String command : new String[] {"demo", "test"}) {
            Run run = tree.startBehind(mounts, command).end();
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("kernel 5.10.0-33-amd64 is too old", "5.15");
        }
    }

    @Test
    void aKernelWithoutTypeInformationIsNamed() throws Exception {
        Run run = tree.startBehind("mount -t tmpfs none /sys/kernel/btf", "demo").end();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("/sys/kernel/btf/vmlinux", "CONFIG_DEBUG_INFO_BTF=y");
    }
}
