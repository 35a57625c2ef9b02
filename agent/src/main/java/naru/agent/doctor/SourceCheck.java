package naru.agent.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/** Whether what is stored in the folder of manifests reaches the agent. */
public final class SourceCheck implements Check {

    private final Path folder;
    private final LongSupplier seen;
    private final LastEvent lastEvent;

    /**
     * @param seen the newest revision that came
     */
    public SourceCheck(Path folder, LongSupplier seen, LastEvent lastEvent) {
        this.folder = folder;
        this.seen = seen;
        this.lastEvent = lastEvent;
    }

    @Override
    public String name() {
        return "source";
    }

    @Override
    public List<Finding> look() {
        if (!Files.isReadable(folder) || !Files.isDirectory(folder)) {
            return List.of(
                    finding(
                            "the folder of manifests is not there: what it held stays in force",
                            "no folder that can be read",
                            "it was removed, or not made yet",
                            "mkdir -p " + folder + ", and put the manifests there again"));
        }
        long stored = stored();
        return stored <= seen.getAsLong()
                ? List.of()
                : List.of(
                        finding(
                                "what is stored does not reach the agent",
                                "revision %d is stored, %d was seen; the last event was %d s ago"
                                        .formatted(
                                                stored, seen.getAsLong(), lastEvent.secondsAgo()),
                                "the kernel tells no events of the folder (sysctl"
                                        + " fs.inotify.max_user_watches), or the agent is busy",
                                "restart the agent; its log says what it watches"));
    }

    /** The newest revision that somebody wrote; 0: none. */
    private long stored() {
        try {
            return Long.parseLong(Files.readString(folder.resolve(".revision")).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    private Finding finding(String symptom, String evidence, String cause, String fix) {
        return new Finding(name(), symptom, folder.toString(), evidence, cause, fix);
    }
}
