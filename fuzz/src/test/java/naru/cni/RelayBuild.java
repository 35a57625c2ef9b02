package naru.cni;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The relay; built with the sanitizers where a compiler has them, so that a wrong read shows. */
final class RelayBuild {

    private static final Path SOURCE = Path.of("../cni/src/main/c/relay.c");

    private RelayBuild() {}

    static Path into(Path folder) throws Exception {
        Path relay = folder.resolve("relay");
        for (String compiler : new String[] {"gcc", "clang"}) {
            if (sanitized(compiler, relay)) {
                return relay;
            }
        }
        System.out.println("no compiler here has address sanitizers: the relay runs without");
        Files.write(relay, CniInstaller.relay());
        return Files.setPosixFilePermissions(relay, PosixFilePermissions.fromString("rwx------"));
    }

    private static boolean sanitized(String compiler, Path relay) throws Exception {
        try {
            return new ProcessBuilder(
                                    compiler,
                                    "-g",
                                    "-O1",
                                    "-fsanitize=address,undefined",
                                    "-fno-sanitize-recover=all",
                                    "-o",
                                    relay.toString(),
                                    SOURCE.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such compiler
        }
    }
}
