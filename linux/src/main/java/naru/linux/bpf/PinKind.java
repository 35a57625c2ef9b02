package naru.linux.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import naru.linux.ffi.BpfCalls;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.NativeException;

/** What a name in a bpf file system stands for. */
public enum PinKind {
    NOTHING("nothing"),
    MAP("a map"),
    PROGRAM("a program"),
    TCX_LINK("a tcx link"),
    OTHER_LINK("a link that is no tcx link"),
    FOLDER("a folder"),
    OTHER("something else");

    private final String text;

    PinKind(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** Looks at a name; what it stands for is left alone. */
    public static PinKind of(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return NOTHING;
        }
        if (Files.isSymbolicLink(path)) {
            return OTHER;
        }
        if (Files.isDirectory(path)) {
            return FOLDER;
        }
        try (Descriptor object = BpfCalls.openPin(path.toString())) {
            return ofObject(object);
        } catch (NativeException e) {
            return OTHER;
        }
    }

    /** The kernel tells a descriptor's kind by the lines of its fdinfo. */
    private static PinKind ofObject(Descriptor object) {
        Path info = Path.of("/proc/thread-self/fdinfo", String.valueOf(object.number()));
        try {
            List<String> lines = Files.readAllLines(info);
            if (lines.stream().anyMatch(line -> line.startsWith("link_type:"))) {
                return lines.stream().anyMatch(line -> line.matches("link_type:\\s*tcx"))
                        ? TCX_LINK
                        : OTHER_LINK;
            }
            if (lines.stream().anyMatch(line -> line.startsWith("map_type:"))) {
                return MAP;
            }
            return lines.stream().anyMatch(line -> line.startsWith("prog_type:")) ? PROGRAM : OTHER;
        } catch (IOException e) {
            return OTHER;
        }
    }
}
