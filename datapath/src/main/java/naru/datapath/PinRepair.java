package naru.datapath;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.PinKind;
import naru.linux.bpf.TcxLink;
import naru.linux.ffi.NativeException;

/**
 * Names of ours that stand for something else are freed: what they stand for is moved to {@code
 * v1/aside}, where it goes on to be whatever it is. A map whose name is gone gets it again, if
 * programs still work with it.
 */
final class PinRepair {

    /** What the kernel keeps of a name. */
    private static final int NAME_LENGTH = 15;

    private final DatapathOptions options;
    private final List<Replacement.Finding> findings = new ArrayList<>();

    PinRepair(DatapathOptions options) {
        this.options = options;
    }

    List<Replacement.Finding> findings() {
        return List.copyOf(findings);
    }

    void folders() {
        for (Path folder : List.of(options.maps(), options.programs(), options.links())) {
            PinKind kind = PinKind.of(folder);
            if (kind != PinKind.FOLDER && kind != PinKind.NOTHING) {
                aside(folder, kind.text() + " where a folder belongs");
            }
        }
    }

    void maps(Collection<String> names) {
        for (String name : names) {
            Path pin = options.maps().resolve(name);
            PinKind kind = PinKind.of(pin);
            if (kind == PinKind.MAP) {
                String found = mapName(pin);
                if (!found.equals(kept(name))) {
                    aside(pin, "map " + found + ", which is none of Naru's");
                }
            } else if (kind != PinKind.NOTHING) {
                aside(pin, kind.text() + " where a map belongs");
            }
        }
    }

    private static String mapName(Path pin) {
        try (BpfMap map = BpfMap.open(pin)) {
            return map.info().name();
        }
    }

    private static String kept(String name) {
        return name.substring(0, Math.min(name.length(), NAME_LENGTH));
    }

    /** Gives maps their names again. */
    void lostMaps(Collection<String> names) {
        List<String> lost =
                names.stream()
                        .filter(n -> PinKind.of(options.maps().resolve(n)) == PinKind.NOTHING)
                        .toList();
        if (lost.isEmpty()) {
            return;
        }
        for (int id : usedMaps()) {
            try (BpfMap map = BpfMap.byId(id)) {
                lost.stream()
                        .filter(name -> kept(name).equals(map.info().name()))
                        .map(options.maps()::resolve)
                        .filter(pin -> PinKind.of(pin) == PinKind.NOTHING)
                        .forEach(pin -> pinAgain(map, pin));
            } catch (NativeException e) {
                // gone just now
            }
        }
    }

    private void pinAgain(BpfMap map, Path pin) {
        map.pin(pin);
        findings.add(
                new Replacement.Finding(
                        "the name of a map was gone",
                        pin.toString(),
                        "programs still work with map " + map.info().id(),
                        "it has its name again"));
    }

    /** Numbers of the maps that pinned programs and those of pinned links use. */
    Set<Integer> usedMaps() {
        Set<Integer> used = new HashSet<>();
        for (Path pin : PinFolders.list(options.programs())) {
            if (PinKind.of(pin) == PinKind.PROGRAM) {
                try (BpfProgram program = BpfProgram.open(pin)) {
                    used.addAll(program.mapIds());
                }
            }
        }
        for (Path pin : PinFolders.list(options.links())) {
            if (PinKind.of(pin) == PinKind.TCX_LINK) {
                programOf(pin).ifPresent(program -> used.addAll(mapsOf(program)));
            }
        }
        return used;
    }

    private static Optional<Integer> programOf(Path pin) {
        try (TcxLink link = TcxLink.open(pin)) {
            return Optional.of(link.info().program());
        } catch (NativeException e) {
            return Optional.empty();
        }
    }

    private static List<Integer> mapsOf(int id) {
        try (BpfProgram program = BpfProgram.byId(id)) {
            return program.mapIds();
        } catch (NativeException e) {
            return List.of();
        }
    }

    void programs() {
        for (Hook hook : Hook.values()) {
            Path pin = options.programs().resolve(hook.program());
            PinKind kind = PinKind.of(pin);
            if (kind == PinKind.PROGRAM) {
                try (BpfProgram program = BpfProgram.open(pin)) {
                    if (!program.name().equals(hook.program())) {
                        aside(pin, program + ", which is none of Naru's");
                    }
                }
            } else if (kind != PinKind.NOTHING) {
                aside(pin, kind.text() + " where a program belongs");
            }
        }
    }

    void links(LinkPins links) {
        for (LinkPins.Pin pin : links.all()) {
            PinKind kind = PinKind.of(pin.path());
            if (kind != PinKind.TCX_LINK) {
                aside(pin.path(), kind.text() + " where a tcx link belongs");
            } else {
                programOf(pin.path())
                        .flatMap(PinRepair::nameOf)
                        .filter(name -> !name.equals(pin.hook().program()))
                        .ifPresent(name -> aside(pin.path(), "a link of program " + name));
            }
        }
    }

    private static Optional<String> nameOf(int id) {
        try (BpfProgram program = BpfProgram.byId(id)) {
            return Optional.of(program.name());
        } catch (NativeException e) {
            return Optional.empty();
        }
    }

    private void aside(Path pin, String what) {
        Path folder = options.root().resolve("aside");
        PinFolders.make(folder);
        String name = requireNonNull(pin.getParent()).getFileName() + "_" + pin.getFileName();
        Path free = folder.resolve(name);
        for (int i = 2; PinKind.of(free) != PinKind.NOTHING; i++) {
            free = folder.resolve(name + "_" + i);
        }
        PinFolders.rename(pin, free);
        findings.add(
                new Replacement.Finding(
                        "a pin is not what its name says",
                        pin.toString(),
                        "it was " + what,
                        "it is " + free + " now; unpin it (rm) if nobody needs it"));
    }
}
