package naru.datapath;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.PinKind;

/** All generations of maps below a node's pins. */
final class Generations {

    private final Path root;

    /**
     * @param root {@code <bpf root>/v1}
     */
    Generations(Path root) {
        this.root = root;
    }

    Generation inForce() {
        return new Generation(root);
    }

    /** Those that are to take its place, oldest first. */
    List<Generation> next() {
        return PinFolders.list(root).stream()
                .filter(
                        path ->
                                path.getFileName()
                                        .toString()
                                        .matches(Generation.PREFIX + "[0-9]{1,9}"))
                .map(Generation::new)
                .sorted(Comparator.comparingInt(Generation::number))
                .toList();
    }

    /**
     * Ends what an agent that was killed had begun: a generation that only lacked its name gets it,
     * and one that no program used goes.
     */
    void tidy() {
        for (Generation generation : next()) {
            if (generation.isWhole()) {
                putInForce(generation);
            } else if (!generation.isUsed()) {
                PinFolders.remove(generation.folder());
            }
        }
        if (next().isEmpty()) {
            forgetCarried();
        }
    }

    /** A generation without maps, whose name no other has. */
    Generation begin() {
        int number = 1;
        for (Generation generation : next()) {
            number = generation.number() + 1;
        }
        Generation fresh = new Generation(root.resolve(Generation.PREFIX + number));
        PinFolders.make(fresh.maps());
        return fresh;
    }

    /** Gives its maps the names in force, and takes all other generations away. */
    void putInForce(Generation generation) {
        if (!generation.inForce()) {
            for (Path pin : PinFolders.list(generation.maps())) {
                PinFolders.rename(pin, inForce().maps().resolve(pin.getFileName()));
            }
        }
        List<Generation> others = new ArrayList<>(next());
        others.remove(generation);
        others.forEach(other -> PinFolders.remove(other.folder()));
        if (!generation.inForce()) {
            PinFolders.remove(generation.folder());
        }
        forgetCarried();
    }

    /** There is nothing any more that could be added a second time. */
    private void forgetCarried() {
        Path pin = inForce().map("carried_map");
        if (PinKind.of(pin) == PinKind.MAP) {
            try (BpfMap carried = BpfMap.open(pin)) {
                List<byte[]> keys = new ArrayList<>();
                carried.forEach((key, _) -> keys.add(key));
                carried.deleteAll(keys);
            }
        }
    }
}
