package naru.arch;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Arrows point one way. What a part may use is written here and nowhere else. */
class DirectionTest {

    /** Part → the parts it may use. Everybody may use itself and the JDK. */
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    Map.entry("model", Set.of()),
                    Map.entry("naive", Set.of("model")),
                    Map.entry("compile", Set.of("model")),
                    Map.entry("watch", Set.of("model", "wire")),
                    Map.entry("ipam", Set.of("model")),
                    Map.entry("linux", Set.of()),
                    Map.entry("datapath", Set.of("linux", "model")),
                    Map.entry("desired", Set.of("model", "compile")),
                    Map.entry("apply", Set.of("model", "compile", "desired", "datapath", "linux")),
                    Map.entry("wire", Set.of()),
                    Map.entry("cni", Set.of()),
                    Map.entry(
                            "explain",
                            Set.of(
                                    "model",
                                    "compile",
                                    "desired",
                                    "apply",
                                    "datapath",
                                    "linux",
                                    "wire")),
                    Map.entry(
                            "agent",
                            Set.of(
                                    "model",
                                    "compile",
                                    "watch",
                                    "ipam",
                                    "desired",
                                    "apply",
                                    "datapath",
                                    "linux",
                                    "wire",
                                    "explain",
                                    "cni")),
                    Map.entry("lab", Set.of("model", "watch", "wire", "linux", "cni")),
                    Map.entry("cli", Set.of("wire", "cni", "model")),
                    Map.entry("bench", Set.of("wire", "linux", "cni", "model", "compile")),
                    Map.entry(
                            "testkit",
                            Set.of("model", "naive", "compile", "datapath", "linux", "wire")));

    /** Library → the parts that may use it. */
    private static final Map<String, Set<String>> USERS =
            Map.of(
                    "picocli", Set.of("cli"),
                    "io.fabric8", Set.of("watch"),
                    "com.fasterxml.jackson",
                            Set.of("wire", "watch", "ipam", "lab", "cli", "agent", "bench"));

    @Test
    void everyPartIsListed() {
        assertThat(parts()).isSubsetOf(MAY_USE.keySet());
    }

    private static Set<String> parts() {
        Set<String> parts = new TreeSet<>();
        Tree.product().forEach(type -> parts.add(part(type)));
        parts.remove("");
        return parts;
    }

    @Test
    void aPartUsesOnlyWhatItMay() {
        assertThat(
                        dependencies()
                                .filter(
                                        arrow ->
                                                !part(arrow.getTargetClass()).isEmpty()
                                                        && !mayUse(arrow))
                                .map(DirectionTest::describe))
                .isEmpty();
    }

    private static boolean mayUse(Dependency arrow) {
        String from = part(arrow.getOriginClass());
        String to = part(arrow.getTargetClass());
        return from.equals(to) || MAY_USE.getOrDefault(from, Set.of()).contains(to);
    }

    @Test
    void aLibraryIsUsedOnlyWhereItBelongs() {
        List<String> wrong =
                dependencies()
                        .filter(arrow -> !mayUseLibrary(arrow))
                        .map(DirectionTest::describe)
                        .distinct()
                        .toList();
        assertThat(wrong).isEmpty();
    }

    private static boolean mayUseLibrary(Dependency arrow) {
        String target = arrow.getTargetClass().getPackageName();
        return USERS.entrySet().stream()
                .filter(
                        entry ->
                                target.equals(entry.getKey())
                                        || target.startsWith(entry.getKey() + "."))
                .allMatch(entry -> entry.getValue().contains(part(arrow.getOriginClass())));
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("naru.(**)")
                .should()
                .beFreeOfCycles()
                // where the commands are put together, all of them are known
                .ignoreDependency(nameMatching("naru\\.cli\\.CommandTree.*"), alwaysTrue())
                // a walk, its layers and their causes speak of each other
                .ignoreDependency(
                        resideInAPackage("naru.explain.."), resideInAPackage("naru.explain.."))
                .check(Tree.product());
    }

    private static java.util.stream.Stream<Dependency> dependencies() {
        return Tree.product().stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream());
    }

    /** {@code naru.linux.ffi.LibC} is of part linux; what is not ours is of none. */
    private static String part(JavaClass type) {
        String[] names = type.getPackageName().split("\\.", 3);
        return names.length > 1 && names[0].equals("naru") ? names[1] : "";
    }

    private static String describe(Dependency arrow) {
        return arrow.getOriginClass().getName() + " uses " + arrow.getTargetClass().getName();
    }
}
