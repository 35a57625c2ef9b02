package naru.bench.cni;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.bench.cluster.BenchLab;
import naru.bench.cluster.PodFiles;
import naru.bench.load.Caller;
import naru.bench.network.CniPeer;
import naru.bench.network.Site;
import naru.bench.report.BenchFailure;
import naru.cni.CniInstaller;
import naru.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * What is called, each where it belongs, and the pods to call it for.
 *
 * @param base what others are compared with; missing if it is not installed
 */
record Plugins(List<Subject> subjects, @Nullable Subject base) implements AutoCloseable {

    /** The first is the base. */
    static final List<String> PEERS = List.of("ptp", "bridge");

    /**
     * Makes all ready.
     *
     * @param count how many pods each is called for
     */
    static Plugins prepare(BenchLab lab, int count) throws IOException, BenchFailure {
        Site site = lab.site();
        List<Subject> subjects = new ArrayList<>();
        for (String type : PEERS) {
            Optional<CniPeer> peer = CniPeer.find(type);
            if (peer.isPresent()) {
                subjects.add(peer(lab, site, peer.get(), pods(lab, type, count)));
            }
        }
        Subject base = CniPeer.find(PEERS.getFirst()).isPresent() ? subjects.getFirst() : null;
        subjects.add(naru(lab, site, pods(lab, "called", count)));
        return new Plugins(subjects, base);
    }

    private static List<Subject.Pod> pods(BenchLab lab, String prefix, int count)
            throws IOException {
        PodFiles files = new PodFiles(lab.places().manifests());
        List<Subject.Pod> pods = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = prefix + i;
            files.local(name);
            pods.add(new Subject.Pod(name, files.uid(name), lab.site().namespace(name)));
        }
        return pods;
    }

    private static Subject peer(BenchLab lab, Site site, CniPeer peer, List<Subject.Pod> pods)
            throws IOException {
        Path node = site.router(peer.type() + "-node");
        Path input = site.folder().resolve(peer.type() + ".conf");
        Files.writeString(input, peer.config(site.folder()));
        Map<String, String> variables =
                Map.of(
                        "CNI_PATH",
                        peer.folder().toString(),
                        "PATH",
                        "/usr/sbin:/usr/bin:/sbin:/bin");
        return new Subject(
                peer.type() + " + host-local",
                Caller.inNamespace(lab.loadProgram(), node),
                peer.executable(),
                input,
                variables,
                pods,
                false);
    }

    private static Subject naru(BenchLab lab, Site site, List<Subject.Pod> pods)
            throws IOException, BenchFailure {
        long agent = lab.agentPid("n1");
        Path root = Path.of("/proc", Long.toString(agent), "root");
        Path list = CniInstaller.CONFIG_DIR.resolve(CniInstaller.CONFIG_FILE);
        Path input = site.folder().resolve("naru.conf");
        Files.writeString(
                input, plugin(Files.readString(root.resolve(list.toString().substring(1)))));
        Map<String, String> variables =
                new HashMap<>(Map.of("CNI_PATH", CniInstaller.BIN_DIR.toString()));
        return new Subject(
                "naru",
                Caller.inNode(lab.loadProgram(), agent),
                CniInstaller.BIN_DIR.resolve(CniInstaller.EXECUTABLE),
                input,
                variables,
                pods,
                true);
    }

    /** The first plugin of a list, as a runtime hands it over. */
    private static String plugin(String list) throws IOException {
        var tree = Json.parse(list);
        var plugin = (ObjectNode) tree.path("plugins").path(0);
        plugin.set("cniVersion", tree.path("cniVersion"));
        plugin.set("name", tree.path("name"));
        return plugin.toString();
    }

    @Override
    public void close() throws IOException {
        for (Subject subject : subjects) {
            subject.caller().close();
        }
    }
}
