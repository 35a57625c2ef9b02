package naru.watch.config;

import java.util.List;
import java.util.Optional;

/**
 * Keys of pod labels that carry no meaning for policy and would only make many identities of one.
 *
 * @param patterns keys; a {@code *} stands for any number of characters
 */
public record IgnoredLabels(List<String> patterns) {

    /** The labels that Kubernetes' own controllers set on each pod, job or revision anew. */
    public static final IgnoredLabels DEFAULTS =
            new IgnoredLabels(
                    List.of(
                            "apps.kubernetes.io/pod-index",
                            "batch.kubernetes.io/*",
                            "controller-revision-hash",
                            "controller-uid",
                            "job-name",
                            "pod-template-generation",
                            "pod-template-hash",
                            "statefulset.kubernetes.io/pod-name"));

    public IgnoredLabels {
        patterns = patterns.stream().distinct().sorted().toList();
    }

    public boolean ignores(String labelKey) {
        return patternFor(labelKey).isPresent();
    }

    /** The pattern that makes this key ignored, so that people can be told. */
    public Optional<String> patternFor(String labelKey) {
        return patterns.stream().filter(pattern -> matches(pattern, labelKey)).findFirst();
    }

    /** What stands between the stars is found from left to right, each at its first place. */
    private static boolean matches(String pattern, String key) {
        String[] parts = pattern.split("\\*", -1);
        String last = parts[parts.length - 1];
        if (parts.length == 1) {
            return pattern.equals(key);
        }
        int at = parts[0].length();
        if (!key.startsWith(parts[0])) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int found = key.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        return key.length() - at >= last.length() && key.endsWith(last);
    }
}
