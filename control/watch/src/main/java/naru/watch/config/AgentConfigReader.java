package naru.watch.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import naru.watch.config.ConfigKey.Draft;
import naru.watch.document.Document;
import naru.watch.document.DocumentText;
import naru.watch.document.FieldPath;
import naru.watch.document.Spelling;
import naru.watch.manifest.ManifestProblem;
import naru.watch.manifest.ManifestProblem.Severity;

/**
 * Reads an agent's configuration. Flags win over the environment, that over the file, that over the
 * defaults. A key that isn't known is an error; only in the environment names of others may begin
 * with NARU_ too, so there just one that nearly is a key's is.
 */
public final class AgentConfigReader {

    private static final String ENVIRONMENT = "environment";
    private static final String FLAGS = "command line";

    private final Draft draft = new Draft();
    private final Map<ConfigKey, String> sources = new EnumMap<>(ConfigKey.class);
    private final List<ManifestProblem> problems = new ArrayList<>();

    private AgentConfigReader() {}

    /**
     * A value in force.
     *
     * @param key as in the file
     * @param value as a person would write it; lists with commas
     * @param source {@code file:line}, {@code NARU_…}, {@code --…} or {@code default}
     */
    public record Setting(String key, String value, String source) {}

    /**
     * What reading gave.
     *
     * @param config where a value was wrong, it is as if it were not there
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

    /** All keys, in alphabetical order. */
    public static List<String> keys() {
        return ConfigKey.names();
    }

    /**
     * Reads all sources.
     *
     * @param file YAML; one that doesn't exist has no settings
     * @param environment {@code NARU_HOST_IDENTITY=mark} and so on; lists with commas
     * @param flags key without dashes to value; lists with commas
     */
    public static Reading read(
            Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        AgentConfigReader reader = new AgentConfigReader();
        file.filter(Files::exists).ifPresent(reader::readFile);
        reader.readEnvironment(environment);
        new TreeMap<>(flags).forEach(reader::readFlag);
        return reader.finish();
    }

    /**
     * Checks a mapping that stands in another document and has the same keys as the agent's own
     * file.
     *
     * @param file the document's name for people
     * @param at where in it the mapping is
     */
    public static List<ManifestProblem> check(
            String file, Document document, FieldPath at, JsonNode mapping) {
        AgentConfigReader reader = new AgentConfigReader();
        reader.readMapping(file, document, at, mapping);
        return List.copyOf(reader.problems);
    }

    private void readFile(Path file) {
        String name = file.toString();
        DocumentText text = DocumentText.read(file);
        text.error().ifPresent(wrong -> error(name, wrong.line(), "", wrong.message(), ""));
        if (text.documents().size() > 1) {
            error(
                    name,
                    text.documents().get(1).line(FieldPath.ROOT),
                    "",
                    "must be one document",
                    "");
        }
        text.documents().stream()
                .limit(1)
                .forEach(document -> readMapping(name, document, FieldPath.ROOT, document.root()));
    }

    private void readMapping(String file, Document document, FieldPath at, JsonNode mapping) {
        if (!mapping.isObject()) {
            error(
                    file,
                    document.line(at),
                    at.toString(),
                    "must be a mapping of keys to values",
                    "");
            return;
        }
        mapping.properties()
                .forEach(
                        field -> {
                            int line = document.line(at.child(field.getKey()));
                            Optional<ConfigKey> key = ConfigKey.named(field.getKey());
                            if (key.isEmpty()) {
                                unknown(file, line, field.getKey());
                            } else if (!field.getValue().isNull()) {
                                set(
                                        key.get(),
                                        texts(field.getValue()),
                                        file,
                                        line,
                                        file + ":" + line);
                            }
                        });
    }

    private static List<String> texts(JsonNode value) {
        if (!value.isArray()) {
            return List.of(value.isValueNode() ? value.asText() : value.toString());
        }
        List<String> texts = new ArrayList<>();
        value.forEach(
                element ->
                        texts.add(element.isValueNode() ? element.asText() : element.toString()));
        return texts;
    }

    private void readEnvironment(Map<String, String> environment) {
        List<String> variables =
                Arrays.stream(ConfigKey.values()).map(ConfigKey::variable).toList();
        for (ConfigKey key : ConfigKey.values()) {
            String value = environment.get(key.variable());
            if (value != null) {
                set(key, split(value), ENVIRONMENT, 0, key.variable());
            }
        }
        new TreeMap<>(environment)
                .keySet().stream()
                        .filter(name -> name.startsWith("NARU_") && !variables.contains(name))
                        .filter(
                                name ->
                                        variables.stream()
                                                .anyMatch(it -> Spelling.isSlip(name, it)))
                        .forEach(
                                name ->
                                        error(
                                                ENVIRONMENT,
                                                0,
                                                name,
                                                "unknown variable",
                                                Spelling.didYouMean(name, variables)));
    }

    private void readFlag(String name, String value) {
        ConfigKey.named(name)
                .ifPresentOrElse(
                        key -> set(key, split(value), FLAGS, 0, "--" + name),
                        () -> unknown(FLAGS, 0, name));
    }

    private static List<String> split(String value) {
        return value.isBlank() ? List.of() : List.of(value.strip().split("\\s*,\\s*", -1));
    }

    private void set(ConfigKey key, List<String> texts, String file, int line, String source) {
        try {
            key.set(draft, texts);
            sources.put(key, source);
        } catch (IllegalArgumentException e) {
            String where = file.equals(ENVIRONMENT) ? source : key.key();
            error(file, line, where, String.valueOf(e.getMessage()), "");
        }
    }

    private void unknown(String file, int line, String key) {
        List<String> known = ConfigKey.names();
        String meant = Spelling.didYouMean(key, known);
        String all = "known keys: " + String.join(", ", known);
        error(file, line, key, "unknown key", meant.isEmpty() ? all : meant + " " + all);
    }

    private void error(String file, int line, String field, String message, String hint) {
        problems.add(new ManifestProblem(Severity.ERROR, file, line, "", field, message, hint));
    }

    private Reading finish() {
        AgentConfig config = draft.finish();
        List<Setting> settings = new ArrayList<>();
        for (ConfigKey key : ConfigKey.values()) {
            settings.add(
                    new Setting(key.key(), key.show(config), sources.getOrDefault(key, "default")));
        }
        return new Reading(config, settings, problems);
    }
}
