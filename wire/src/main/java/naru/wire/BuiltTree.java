package naru.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A source tree after its build: where its programs are, and how its JVMs are started.
 *
 * @param home its root
 */
public record BuiltTree(Path home) {

    /** The environment variable that names the root; the script {@code naru} sets it. */
    public static final String VARIABLE = "NARU_HOME";

    /** The lab's native program. */
    public Path labNs() {
        return lib().resolve("naru-lab-ns");
    }

    /** Where all programs are, those in C by their names. */
    public Path lib() {
        return home.resolve("build/lib");
    }

    /** The manifests of a story that can be tried, such as {@code argocd}. */
    public Path example(String name) {
        return home.resolve("examples").resolve(name + ".yaml");
    }

    /**
     * The command line that starts a class, as the script would: on the JVM that runs this.
     *
     * @param component whose class path and flags are meant: cli, agent or lab
     * @throws IOException if the tree is not built
     */
    public List<String> java(String component, String mainClass) throws IOException {
        List<String> jars = new ArrayList<>();
        String classPath = Files.readString(lib().resolve(component + ".classpath")).strip();
        for (String jar : classPath.split(":")) {
            jars.add(lib().resolve(jar).toString());
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + home.resolve("dist/jvm").resolve(component + ".args"));
        Path cache = lib().resolve(component + ".aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-cp", String.join(":", jars), mainClass));
        return command;
    }
}
