package naru.datapath;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.linux.bpf.BpfFileSystem;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.ClsactFilter;
import naru.linux.bpf.MapInfo;
import naru.linux.bpf.TcxLink;
import naru.linux.ffi.NativeException;

/**
 * What an agent has left in the kernel, seen by its pins alone: nothing is loaded, changed or taken
 * over.
 */
public final class PinnedDatapath {

    private final Path folder;
    private final LinkPins links;

    /**
     * A map that is pinned.
     *
     * @param pin name of the pin
     * @param bytes that the kernel takes for it
     */
    public record PinnedMap(String pin, MapInfo info, long bytes) {}

    /**
     * A program that is bound to a device.
     *
     * @param hook name of the hook
     * @param how tcx or clsact
     * @param program its number
     * @param order of tcx: the numbers of all programs there, as they run
     */
    public record Bound(
            String hook, String how, int ifindex, int program, String name, List<Integer> order) {}

    /**
     * @param bpfRoot see {@link DatapathOptions#bpfRoot}
     */
    public PinnedDatapath(Path bpfRoot) {
        DatapathOptions options =
                new DatapathOptions(
                        bpfRoot, naru.datapath.abi.HostIdentityMode.KERNEL, AttachMode.AUTO);
        this.folder = options.maps();
        this.links = new LinkPins(options.links());
    }

    /** True if pins are there, in a bpf file system. */
    public boolean exists() {
        return Files.isDirectory(folder) && BpfFileSystem.isMounted(folder);
    }

    /** All maps that have a name. */
    public List<PinnedMap> maps() throws IOException {
        List<PinnedMap> found = new ArrayList<>();
        try (DirectoryStream<Path> pins = Files.newDirectoryStream(folder)) {
            for (Path pin : pins) {
                map(pin).ifPresent(found::add);
            }
        }
        found.sort(java.util.Comparator.comparing(PinnedMap::pin));
        return found;
    }

    private static Optional<PinnedMap> map(Path pin) {
        try (BpfMap map = BpfMap.open(pin)) {
            String name = pin.getFileName().toString();
            return Optional.of(new PinnedMap(name, map.info(), map.memoryBytes()));
        } catch (NativeException e) {
            return Optional.empty();
        }
    }

    /** Our programs that run at a device, by tcx or as filters. In the device's namespace. */
    public List<Bound> bound(int ifindex) {
        List<Bound> found = new ArrayList<>();
        for (Hook hook : Hook.values()) {
            tcx(hook, ifindex).ifPresent(found::add);
            filter(hook, ifindex).ifPresent(found::add);
        }
        return found;
    }

    private Optional<Bound> tcx(Hook hook, int ifindex) {
        try {
            Optional<TcxLink> pinned = links.open(hook, ifindex);
            if (pinned.isEmpty()) {
                return Optional.empty();
            }
            try (TcxLink link = pinned.get()) {
                TcxLink.Info info = link.info();
                return info.ifindex() != ifindex
                        ? Optional.empty()
                        : Optional.of(
                                new Bound(
                                        hook.program(),
                                        "tcx",
                                        ifindex,
                                        info.program(),
                                        name(info.program()),
                                        TcxLink.programsOf(ifindex, hook.point())));
            }
        } catch (NativeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Bound> filter(Hook hook, int ifindex) {
        return ClsactFilter.programOf(ifindex, hook.point())
                .filter(id -> name(id).equals(hook.program()))
                .map(
                        id ->
                                new Bound(
                                        hook.program(),
                                        "clsact",
                                        ifindex,
                                        id,
                                        name(id),
                                        FilterOrder.of(hook, ifindex, id)));
    }

    private static String name(int program) {
        try (BpfProgram found = BpfProgram.byId(program)) {
            return found.name();
        } catch (NativeException e) {
            return "";
        }
    }
}
