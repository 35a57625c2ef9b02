package naru.model;

import java.util.List;

/**
 * Keys of pod labels that carry no meaning for policy and would only make many identities of one.
 *
 * @param patterns keys; a {@code *} stands for any number of characters
 */
public record IgnoredLabels(List<String> patterns) {

    /** Every label has a meaning. */
    public static final IgnoredLabels NONE = new IgnoredLabels(List.of());

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
        return patterns.stream().anyMatch(pattern -> matches(pattern, labelKey));
    }

    /**
     * What stands between the stars is found from left to right, each at its first place: it takes
     * no longer the more stars there are, as a regular expression would.
     */
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
