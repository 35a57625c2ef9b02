package naru.cli.lab;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** The option that names manifests. */
final class ManifestsOption {

    private final OptionSpec files;

    private ManifestsOption(OptionSpec.Builder builder) {
        this.files =
                builder.arity("1..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .initialValue(List.of())
                        .build();
    }

    /**
     * @param description for the help
     */
    static ManifestsOption required(String description) {
        return new ManifestsOption(named("FILE|DIR|-").required(true).description(description));
    }

    /** As {@link #required}, of a command that does without too. */
    static ManifestsOption optional(String description) {
        return new ManifestsOption(named("FILE|DIR").description(description));
    }

    private static OptionSpec.Builder named(String label) {
        return OptionSpec.builder("-f", "--filename").paramLabel(label);
    }

    ManifestFiles files() throws IOException {
        return new ManifestFiles(files.getValue());
    }

    List<OptionSpec> all() {
        return List.of(files);
    }
}
