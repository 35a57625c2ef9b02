package naru.datapath;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import naru.linux.bpf.TcxLink;

/** The pinned tcx links, each named HOOK_IFINDEX. */
final class LinkPins {

    private final Path folder;

    /** What a name says. */
    record Pin(Path path, Hook hook, int ifindex) {}

    LinkPins(Path folder) {
        this.folder = folder;
    }

    Path path(Hook hook, int ifindex) {
        return folder.resolve(hook.program() + "_" + ifindex);
    }

    /** The pinned link of a hook on a device; whoever asks closes it. */
    Optional<TcxLink> open(Hook hook, int ifindex) {
        Path path = path(hook, ifindex);
        return Files.exists(path) ? Optional.of(TcxLink.open(path)) : Optional.empty();
    }

    /** All pins with names of ours. */
    List<Pin> all() {
        List<Pin> pins = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(path -> parse(path).ifPresent(pins::add));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list links in " + folder, e);
        }
        return pins;
    }

    /** All pins with other names. */
    List<Path> unknown() {
        return PinFolders.list(folder).stream().filter(path -> parse(path).isEmpty()).toList();
    }

    private static Optional<Pin> parse(Path path) {
        String name = path.getFileName().toString();
        int cut = name.lastIndexOf('_');
        if (cut < 0 || !name.substring(cut + 1).matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return Arrays.stream(Hook.values())
                .filter(hook -> hook.program().equals(name.substring(0, cut)))
                .findFirst()
                .map(hook -> new Pin(path, hook, Integer.parseInt(name.substring(cut + 1))));
    }

    /** Unbinds at once and forgets the link. */
    void remove(Pin pin) {
        try (TcxLink link = TcxLink.open(pin.path())) {
            link.detach();
        }
        forget(pin.path());
    }

    /** Takes the name of a dead link away. */
    void forget(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpin " + path, e);
        }
    }
}
