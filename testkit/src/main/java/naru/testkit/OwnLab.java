package naru.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names of tests' labs. Two runs on one machine, a person's and another's, must not take each
 * other's labs down, so a name ends with the number of the process that the tests run in.
 */
public final class OwnLab {

    private static final Path LABS = Path.of("/run/naru/labs");

    private OwnLab() {}

    /**
     * The name of this run's lab.
     *
     * @param what names it among this run's; at most 24 characters of a lab's name
     */
    public static String named(String what) {
        return what + "-" + ProcessHandle.current().pid();
    }

    /**
     * The labs of that name that were left by runs that are over, killed ones: nobody else will
     * take them down. To be asked before this run's lab is brought up.
     */
    public static List<String> remains(String what) throws IOException {
        try (Stream<Path> labs = Files.list(LABS)) {
            return labs.map(lab -> lab.getFileName().toString())
                    .filter(name -> isLeft(what, name))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of(); // it goes with the last lab
        }
    }

    private static boolean isLeft(String what, String name) {
        if (!name.matches(what + "-[0-9]{1,9}")) {
            return false;
        }
        long pid = Long.parseLong(name.substring(what.length() + 1));
        return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
    }
}
