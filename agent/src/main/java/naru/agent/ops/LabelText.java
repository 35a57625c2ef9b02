package naru.agent.ops;

import java.util.ArrayList;
import java.util.List;
import naru.compile.Compiler;
import naru.compile.LabelSet;
import naru.compile.ReservedIdentity;

/** What identities stand for, in the form {@code source:key=value} that people know. */
final class LabelText {

    private LabelText() {}

    /** Empty for a number that stands for nothing (any more). */
    static List<String> of(int identity, Compiler compiler) {
        return compiler.identity(identity)
                .map(found -> of(found.labels()))
                .orElseGet(() -> reserved(identity));
    }

    static List<String> of(LabelSet set) {
        List<String> texts = new ArrayList<>();
        set.labels().forEach((key, value) -> texts.add("k8s:" + key + "=" + value));
        set.namespaceLabels()
                .forEach((key, value) -> texts.add("k8s:namespace:" + key + "=" + value));
        texts.add("k8s:namespace=" + set.namespace());
        texts.add("k8s:serviceaccount=" + set.serviceAccount());
        set.ports().forEach((name, numbers) -> texts.add("k8s:port:" + name + "=" + numbers));
        return texts;
    }

    private static List<String> reserved(int identity) {
        return ReservedIdentity.of(identity)
                .filter(found -> found != ReservedIdentity.UNKNOWN)
                .map(found -> List.of("reserved:" + found.label()))
                .orElse(List.of());
    }
}
