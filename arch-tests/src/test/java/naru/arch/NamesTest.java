package naru.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One word has one meaning, and a name says what is inside. */
class NamesTest {

    /** Words that say nothing. */
    private static final Set<String> EMPTY_WORDS =
            Set.of(
                    "Util", "Utils", "Common", "Misc", "Helper", "Helpers", "Manager", "Impl",
                    "Core");

    /** Words for which the glossary has a better one. */
    private static final Set<String> OTHER_WORDS =
            Set.of("Lxc", "Workload", "Vip", "Snat", "Ctmap", "Cidrs");

    private static final Pattern WORD = Pattern.compile("[A-Z][a-z0-9]*");

    @Test
    void typesHaveTellingNames() {
        assertThat(
                        Stream.of(Tree.product(), Tree.tests())
                                .flatMap(classes -> classes.stream())
                                .filter(type -> type.getPackageName().startsWith("naru"))
                                .map(JavaClass::getSimpleName)
                                .filter(NamesTest::isForbidden))
                .isEmpty();
    }

    private static boolean isForbidden(String name) {
        return WORD.matcher(name)
                .results()
                .map(match -> match.group())
                .anyMatch(word -> EMPTY_WORDS.contains(word) || OTHER_WORDS.contains(word));
    }

    @Test
    void packagesAndCFilesHaveTellingNames() {
        Set<String> names = new TreeSet<>();
        for (JavaClass type : Tree.product()) {
            names.addAll(List.of(type.getPackageName().split("\\.")));
        }
        for (Path file : Tree.cFiles()) {
            names.addAll(List.of(file.getFileName().toString().split("[_.]")));
        }
        assertThat(names)
                .doesNotContain("util", "common", "misc", "helper", "manager", "lib", "lxc", "vip");
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() {
        assertThat(
                        Tree.javaFiles().stream()
                                .filter(file -> Tree.name(file).contains("src/main/"))
                                .map(Path::getParent)
                                .distinct()
                                .map(folder -> folder.resolve("package-info.java"))
                                .filter(file -> !Files.exists(file) || !isNullMarked(file))
                                .map(Tree::name))
                .isEmpty();
    }

    private static boolean isNullMarked(Path file) {
        String text = Tree.text(file);
        return text.startsWith("/**") && text.contains("@NullMarked");
    }

    @Test
    void everyCFileNamesItsLicence() {
        assertThat(
                        Tree.cFiles().stream()
                                .filter(
                                        file ->
                                                !Tree.text(file)
                                                        .startsWith(
                                                                " SPDX-License-Identifier: ", 2))
                                .map(Tree::name))
                .isEmpty();
    }
}
