package naru.agent.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether the state folder takes what the next ADD has to write. */
public final class StateFolderCheck implements Check {

    private static final long ROOM_BYTES = 4L << 20;

    private final Path folder;

    public StateFolderCheck(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "state-folder";
    }

    @Override
    public List<Finding> look() {
        if (!Files.isDirectory(folder)) {
            return List.of(gone());
        }
        Path trial = folder.resolve(".doctor.tmp");
        try {
            Files.writeString(trial, "written by naru doctor to see whether it can be\n");
            Files.delete(trial);
            long room = Files.getFileStore(folder).getUsableSpace();
            return room >= ROOM_BYTES ? List.of() : List.of(full(room));
        } catch (IOException e) {
            return List.of(unwritable(e));
        }
    }

    private Finding full(long room) {
        return new Finding(
                name(),
                "the disk of the state folder is nearly full: pods can soon not be added",
                folder.toString(),
                room / 1024 + " KiB are free",
                "",
                "make room: df " + folder);
    }

    private Finding gone() {
        return new Finding(
                name(),
                "the state folder is gone: the next agent has to find out what there is",
                folder.toString(),
                "there is no such folder",
                "somebody removed it, or the file system that it is in is not mounted",
                "mount it if that is so; then restart the agent, which takes the pods over");
    }

    private Finding unwritable(IOException e) {
        return new Finding(
                name(),
                "nothing can be written into the state folder: no pod can be added",
                folder.toString(),
                e.getClass().getSimpleName() + ": " + e.getMessage(),
                "the disk is full or read-only",
                "df " + folder + "; mount | grep ro,");
    }
}
