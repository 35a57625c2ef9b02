package naru.testkit.churn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import naru.linux.bpf.BpfMap;
import naru.linux.netlink.Neighbour;
import naru.linux.netlink.Netlink;

/** All of a node that a pod might leave something in. */
public final class NodeSnapshot {

    /** Knowledge, and no remains: which addresses were freed lately, and what numbers mean. */
    private static final List<String> KNOWLEDGE = List.of("addresses/freed/", "numbering.json");

    /** Maps of which entries can be listed: hash, per-CPU hash, LRU hash, LPM trie. */
    private static final List<Integer> LISTED = List.of(1, 5, 9, 10, 11);

    /** Of a folder whose files come and go while it is looked at. */
    private static final int MOST_LOOKS = 1000;

    private NodeSnapshot() {}

    /**
     * By what it is.
     *
     * @param netlink of the node's network namespace
     * @param state the agent's folder of state
     * @param pins the folder of the agent's pins
     */
    public static Map<String, List<String>> of(Netlink netlink, Path state, Path pins)
            throws IOException {
        Map<String, List<String>> all = new TreeMap<>();
        all.put("devices", sorted(netlink.links().stream().map(link -> link.name())));
        all.put("routes", sorted(netlink.routes().stream().map(Object::toString)));
        all.put("neighbours", neighbours(netlink));
        all.put("state", files(state));
        all.put("pins", files(pins));
        for (Path pin : listing(pins.resolve("v1/maps"))) {
            try (BpfMap map = BpfMap.open(pin)) {
                if (LISTED.contains(map.info().type())) {
                    all.put("map " + pin.getFileName(), keys(map));
                }
            }
        }
        return all;
    }

    /** Those that somebody wrote; what the kernel finds out comes and goes. */
    private static List<String> neighbours(Netlink netlink) {
        return sorted(
                netlink.neighbours().stream()
                        .filter(neighbour -> (neighbour.state() & Neighbour.PERMANENT) != 0)
                        .map(Object::toString));
    }

    private static List<Path> listing(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Looks again when something went away between being listed and being looked at. */
    private static List<String> files(Path folder) throws IOException {
        for (int look = 1; ; look++) {
            try (Stream<Path> files = Files.walk(folder)) {
                return sorted(
                        files.map(file -> folder.relativize(file).toString())
                                .filter(name -> KNOWLEDGE.stream().noneMatch(name::startsWith)));
            } catch (UncheckedIOException e) {
                if (look == MOST_LOOKS || !(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            }
        }
    }

    private static List<String> keys(BpfMap map) {
        Stream.Builder<String> keys = Stream.builder();
        map.forEach((key, _) -> keys.add(HexFormat.of().formatHex(key)));
        return sorted(keys.build());
    }

    private static List<String> sorted(Stream<String> texts) {
        return texts.sorted().toList();
    }
}
