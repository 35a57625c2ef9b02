package naru.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which Naru this is. */
public final class Version {

    /** Of this source tree; the same as in its {@code pom.xml}. */
    public static final String NUMBER = "0.1.0";

    private Version() {}

    /**
     * {@code 0.1.0 (commit 4711abcd, Java 25.0.3+9-LTS)}.
     *
     * @param built the tree that this runs from; the commit is left out where its build knew none
     */
    public static String text(BuiltTree built) {
        return NUMBER + " (" + commit(built) + "Java " + Runtime.version() + ")";
    }

    private static String commit(BuiltTree built) {
        Path file = built.lib().resolve("commit");
        try {
            return Files.exists(file) ? "commit " + Files.readString(file).strip() + ", " : "";
        } catch (IOException e) {
            return "";
        }
    }
}
