package naru.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes objects straight into the folder that agents watch, past the lab's kubelet: what stands
 * for the API server's part when the bench itself plays the kubelet.
 *
 * @param folder that agents watch
 */
public record PodFiles(Path folder) {

    /** A pod of node n1, whose network the bench asks for itself. */
    public void local(String name) throws IOException {
        put(
                name,
                """
                {"apiVersion": "v1", "kind": "Pod",
                 "metadata": {"namespace": "bench", "name": "%s", "uid": "%s", "labels": {"app": "%s"}},
                 "spec": {"nodeName": "n1", "containers": [{"name": "c", "image": "none"}]}}
                """
                        .formatted(name, uid(name), name.replaceAll("[0-9]", "")));
    }

    /** The uid of {@link #local}. */
    public String uid(String name) {
        return "uid-" + name;
    }

    /** Creates or replaces an object, at once. */
    public void put(String name, String json) throws IOException {
        Path written = folder.resolve("." + name + ".new");
        Files.writeString(written, json);
        Files.move(written, folder.resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }
}
