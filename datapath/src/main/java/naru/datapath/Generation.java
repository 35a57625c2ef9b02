package naru.datapath;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of pinned maps that fit together. The one in force is {@code v1/maps}; one that is to
 * take its place is {@code v1/next_N/maps}, and folders beside it say how far that has come:
 *
 * <ul>
 *   <li>neither {@code used} nor {@code whole}: no program at a device works with these maps
 *   <li>{@code used}: some may; those of the other generation may run as well
 *   <li>{@code whole}: all do, and what stood in the other maps is here; only the names are left to
 *       be changed
 * </ul>
 *
 * @param folder that holds {@code maps}
 */
record Generation(Path folder) {

    static final String PREFIX = "next_";
    private static final String MAPS = "maps";
    private static final String USED = "used";
    private static final String WHOLE = "whole";

    Path maps() {
        return folder.resolve(MAPS);
    }

    Path map(String name) {
        return maps().resolve(name);
    }

    boolean inForce() {
        return !folder.getFileName().toString().startsWith(PREFIX);
    }

    /** Of one that is not in force: the higher, the later. */
    int number() {
        return Integer.parseInt(folder.getFileName().toString().substring(PREFIX.length()));
    }

    boolean isUsed() {
        return inForce() || Files.exists(folder.resolve(USED));
    }

    boolean isWhole() {
        return Files.exists(folder.resolve(WHOLE));
    }

    void markUsed() {
        if (!inForce()) {
            PinFolders.make(folder.resolve(USED));
        }
    }

    void markWhole() {
        PinFolders.make(folder.resolve(WHOLE));
    }
}
