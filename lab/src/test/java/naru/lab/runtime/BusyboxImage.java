package naru.lab.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An OCI image with one file, made by hand: no registry is asked. */
final class BusyboxImage {

    static final String NAME = "naru.test/busybox:1";

    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final String VENDOR = "application/vnd.oci.image.";

    private final Path layout;
    private final Path blobs;

    private BusyboxImage(Path layout) throws IOException {
        this.layout = layout;
        this.blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
    }

    /** Something that the image's documents point to. */
    private record Blob(String type, String digest, long size) {

        String json(String more) {
            return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d%s}"
                    .formatted(type, digest, size, more);
        }
    }

    /** Writes the image as a tar file that {@code ctr image import} takes. */
    static Path write(Path folder) throws IOException, InterruptedException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("bin"));
        Files.copy(BUSYBOX, root.resolve("bin/busybox"));
        root.resolve("bin/busybox").toFile().setExecutable(true, false);
        BusyboxImage image = new BusyboxImage(folder.resolve("layout"));
        image.fill(tar(root, folder.resolve("layer.tar")));
        return tar(image.layout, folder.resolve("image.tar"));
    }

    private void fill(Path layerFile) throws IOException {
        Blob layer = blob("layer.v1.tar", Files.readAllBytes(layerFile));
        Blob config =
                blob(
                        "config.v1+json",
                        """
                        {"architecture":"amd64","os":"linux","config":{"Cmd":["/bin/busybox","sleep","86400"]},
                         "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}
                        """
                                .formatted(layer.digest));
        Blob manifest =
                blob(
                        "manifest.v1+json",
                        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
                                .formatted(config.json(""), layer.json("")));
        String name = ",\"annotations\":{\"io.containerd.image.name\":\"" + NAME + "\"}";
        Files.writeString(
                layout.resolve("index.json"),
                "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(manifest.json(name)));
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    private Blob blob(String type, String content) throws IOException {
        return blob(type, content.getBytes(StandardCharsets.UTF_8));
    }

    private Blob blob(String type, byte[] content) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            String digest = HexFormat.of().formatHex(hash);
            Files.write(blobs.resolve(digest), content);
            return new Blob(VENDOR + type, digest, content.length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path tar(Path folder, Path file) throws IOException, InterruptedException {
        Process tar =
                new ProcessBuilder("tar", "-C", folder.toString(), "-cf", file.toString(), ".")
                        .inheritIO()
                        .start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar cannot pack " + folder);
        }
        return file;
    }
}
