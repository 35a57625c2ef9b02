package naru.watch.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.watch.manifest.ManifestProblem;

/**
 * Reads an agent's configuration. Flags win over the environment, that over the file, that over the
 * defaults.
 */
public final class AgentConfigReader {

    private AgentConfigReader() {}

    /**
     * A value in force.
     *
     * @param key as in the file
     * @param value as a person would write it
     * @param source {@code file:line}, {@code NARU_…}, {@code --…} or {@code default}
     */
    public record Setting(String key, String value, String source) {}

    /**
     * What reading gave.
     *
     * @param config where a value was wrong, the default stands
     * @param settings each key, in alphabetical order
     * @param problems empty if all is well; an agent should not start otherwise
     */
    public record Reading(
            AgentConfig config, List<Setting> settings, List<ManifestProblem> problems) {
        public Reading {
            settings = List.copyOf(settings);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads all sources.
     *
     * @param file a file that doesn't exist has no settings
     * @param environment {@code NARU_HOST_IDENTITY=mark} and so on
     * @param flags key without dashes to value
     */
    public static Reading read(
            Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        return new Reading(AgentConfig.DEFAULTS, List.of(), List.of());
    }
}
