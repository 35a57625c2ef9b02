package naru.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that the machine's tar reads. */
class TarGzTest {

    @TempDir Path folder;

    private Path write() throws Exception {
        Path file = folder.resolve("x.tar.gz");
        try (TarGz archive = new TarGz(file, Instant.ofEpochSecond(1_700_000_000))) {
            archive.add("n1/empty.txt", "");
            archive.add("n1/block.txt", "x".repeat(512));
            archive.add("n1/umlaut.txt", "nøde\n");
        }
        return file;
    }

    @Test
    void tarFindsEachFileAsItWas() throws Exception {
        Path file = write();
        Process tar =
                new ProcessBuilder("tar", "-xzf", file.toString(), "-C", folder.toString())
                        .inheritIO()
                        .start();
        assertThat(tar.waitFor()).isZero();
        assertThat(folder.resolve("n1/empty.txt")).isEmptyFile();
        assertThat(folder.resolve("n1/block.txt")).hasContent("x".repeat(512));
        assertThat(Files.readAllLines(folder.resolve("n1/umlaut.txt"))).isEqualTo(List.of("nøde"));
    }

    @Test
    void onlyTheOwnerReadsItAndNothingIsOverwritten() throws Exception {
        Path file = write();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(this::write).isInstanceOf(FileAlreadyExistsException.class);
    }
}
