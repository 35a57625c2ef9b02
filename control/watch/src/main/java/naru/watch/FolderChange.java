package naru.watch;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What the thread that watches a folder tells the one that reads its files. */
sealed interface FolderChange {

    /**
     * Everything that is in the folder. The names and the files' content are at least as new as the
     * revision.
     *
     * @param names in alphabetical order
     */
    record Listing(List<String> names, OptionalLong revision) implements FolderChange {}

    /** Something happened to these files; they may be gone. */
    record Touched(Set<String> names) implements FolderChange {}

    /** All that was written before this revision has been told. */
    record Reached(long revision) implements FolderChange {}

    /** The folder can't be watched now. */
    record Unwatched(String message, String hint) implements FolderChange {}
}
