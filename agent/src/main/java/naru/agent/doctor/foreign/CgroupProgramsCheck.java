package naru.agent.doctor.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.CgroupPrograms;
import naru.linux.bpf.CgroupPrograms.Kind;
import naru.linux.ffi.NativeException;

/**
 * Whether somebody's programs at the root of the cgroups decide on connections and packets of all
 * pods. What they refuse or send elsewhere never comes to Naru's programs.
 */
public final class CgroupProgramsCheck implements Check {

    private final Path mounts;

    /**
     * @param mounts what is mounted, as {@code /proc/PID/mounts} tells it
     */
    public CgroupProgramsCheck(Path mounts) {
        this.mounts = mounts;
    }

    @Override
    public String name() {
        return "cgroup-programs";
    }

    @Override
    public List<Finding> look() throws IOException {
        Optional<Path> root = root();
        if (root.isEmpty()) {
            return List.of();
        }
        List<Finding> found = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int id : CgroupPrograms.at(root.get(), kind)) {
                name(id).ifPresent(name -> found.add(finding(root.get(), kind, id, name)));
            }
        }
        return found;
    }

    private Optional<Path> root() throws IOException {
        return Files.readAllLines(mounts).stream()
                .map(line -> line.split(" "))
                .filter(words -> words.length > 2 && words[2].equals("cgroup2"))
                .map(words -> Path.of(words[1]))
                .findFirst();
    }

    private static Optional<String> name(int id) {
        try (BpfProgram program = BpfProgram.byId(id)) {
            return Optional.of(program.name());
        } catch (NativeException e) {
            return Optional.empty(); // it went meanwhile
        }
    }

    private Finding finding(Path root, Kind kind, int id, String program) {
        return new Finding(
                name(),
                "a program of somebody else decides for all pods: " + kind.text(),
                root.toString(),
                "program %d, %s%s"
                        .formatted(
                                id,
                                program,
                                OtherNetwork.ofProgram(program)
                                        .map(other -> ", a name of " + other.title())
                                        .orElse("")),
                "it is bound to the root of the cgroups, and runs for each socket of this node",
                "if nobody needs it: `bpftool cgroup tree %s` shows how it is bound, `bpftool cgroup detach` ends it"
                        .formatted(root));
    }
}
