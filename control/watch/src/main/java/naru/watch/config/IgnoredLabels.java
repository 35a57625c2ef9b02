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

    private static boolean matches(String pattern, String key) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(key);
        }
        if (!key.startsWith(pattern.substring(0, star))) {
            return false;
        }
        String rest = pattern.substring(star + 1);
        for (int at = star; at <= key.length(); at++) {
            if (matches(rest, key.substring(at))) {
                return true;
            }
        }
        return false;
    }
}
