package naru.agent.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import naru.linux.bpf.BpfFileSystem;

/**
 * Whether what the programs use has names in a bpf file system: without these, all of it is gone
 * when the agent ends.
 */
public final class PinsCheck implements Check {

    private final Path bpfRoot;
    private final Supplier<List<String>> unpinned;

    /**
     * @param unpinned names of maps that only open descriptors keep alive
     */
    public PinsCheck(Path bpfRoot, Supplier<List<String>> unpinned) {
        this.bpfRoot = bpfRoot;
        this.unpinned = unpinned;
    }

    @Override
    public String name() {
        return "pins";
    }

    @Override
    public List<Finding> look() {
        if (!Files.isDirectory(bpfRoot) || !BpfFileSystem.isMounted(bpfRoot)) {
            return List.of(
                    finding(
                            "the bpf file system is gone: the next agent starts from nothing",
                            bpfRoot.toString(),
                            "there is no bpf file system",
                            "somebody unmounted it, or mounted something over it"));
        }
        List<Finding> found = new ArrayList<>();
        for (String map : unpinned.get()) {
            found.add(
                    finding(
                            "a map has no name: the next agent loses what it holds",
                            map,
                            "no pin under " + bpfRoot + " is this map",
                            "somebody removed or replaced the pin"));
        }
        return found;
    }

    private Finding finding(String symptom, String where, String evidence, String cause) {
        return new Finding(
                name(),
                symptom,
                where,
                evidence,
                cause,
                "restart the agent in a quiet moment: connections that pods have are looked at"
                        + " anew");
    }
}
