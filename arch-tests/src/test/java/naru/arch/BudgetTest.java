package naru.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Files and functions stay small enough to be read. Prints how small they are. */
class BudgetTest {

    private static final int JAVA_FILE = 400;
    private static final int JAVA_FILE_MEDIAN = 80;
    private static final int JAVA_METHOD = 40;
    private static final int JAVA_METHOD_MEDIAN = 6;

    /** A story may hold a table of cases. */
    private static final int TEST_METHOD = 65;

    private static final int C_HOOK = 150;
    private static final int C_FILE = 300;
    private static final int C_FUNCTION = 60;

    /** Something with a length in lines. */
    private record Sized(String name, int lines) {}

    @Test
    void javaFilesAreShort() {
        List<Sized> files =
                Tree.javaFiles().stream()
                        .filter(file -> !file.endsWith("package-info.java"))
                        .map(BudgetTest::sized)
                        .toList();
        report("Java files", files);
        assertThat(over(files, JAVA_FILE)).isEmpty();
        assertThat(percentile(files, 50)).isLessThanOrEqualTo(JAVA_FILE_MEDIAN);
    }

    @Test
    void javaMethodsAreShort() throws IOException {
        List<Sized> methods = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(Tree.javaFiles()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Methods(unit, positions, methods).scan(unit, null);
            }
        }
        report("Java methods", methods);
        assertThat(over(methods, TEST_METHOD)).isEmpty();
        assertThat(over(methods, JAVA_METHOD).filter(method -> !method.name().contains("/test/")))
                .isEmpty();
        assertThat(percentile(methods, 50)).isLessThanOrEqualTo(JAVA_METHOD_MEDIAN);
    }

    private static final class Methods extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Sized> methods;

        Methods(CompilationUnitTree unit, SourcePositions positions, List<Sized> methods) {
            this.unit = unit;
            this.positions = positions;
            this.methods = methods;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() != null) {
                LineMap lines = unit.getLineMap();
                long first =
                        lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
                String file = Tree.name(Path.of(unit.getSourceFile().toUri()));
                int length = (int) (last - first + 1) - textBlockLines(method);
                methods.add(new Sized(file + " " + method.getName(), length));
            }
            return super.visitMethod(method, nothing);
        }

        /** A text block is data: a manifest in a story, a template in a generator. */
        private int textBlockLines(MethodTree method) {
            int[] lines = {0};
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitLiteral(LiteralTree literal, Void nothing) {
                    LineMap map = unit.getLineMap();
                    long first = map.getLineNumber(positions.getStartPosition(unit, literal));
                    long last = map.getLineNumber(positions.getEndPosition(unit, literal));
                    lines[0] += (int) (last - first);
                    return null;
                }
            }.scan(method, null);
            return lines[0];
        }
    }

    @Test
    void cFilesAndFunctionsAreShort() {
        List<Sized> hooks = new ArrayList<>();
        List<Sized> others = new ArrayList<>();
        List<Sized> functions = new ArrayList<>();
        for (Path file : Tree.cFiles()) {
            (file.toString().endsWith(".bpf.c") ? hooks : others).add(sized(file));
            functions.addAll(functions(file));
        }
        report("C functions", functions);
        assertThat(over(hooks, C_HOOK)).isEmpty();
        assertThat(over(others, C_FILE)).isEmpty();
        assertThat(over(functions, C_FUNCTION)).isEmpty();
    }

    /** In this style a function's braces are the ones that stand alone in the first column. */
    private static List<Sized> functions(Path file) {
        List<Sized> functions = new ArrayList<>();
        List<String> lines = Tree.text(file).lines().toList();
        int start = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("{")) {
                start = i;
            } else if (lines.get(i).equals("}") && start >= 0) {
                functions.add(new Sized(file.getFileName() + ":" + (start + 1), i - start + 1));
                start = -1;
            }
        }
        return functions;
    }

    private static Sized sized(Path file) {
        return new Sized(Tree.name(file), (int) Tree.text(file).lines().count());
    }

    private static Stream<Sized> over(List<Sized> things, int limit) {
        return things.stream().filter(thing -> thing.lines() > limit);
    }

    private static int percentile(List<Sized> things, int percent) {
        List<Integer> lines = things.stream().map(Sized::lines).sorted().toList();
        return lines.isEmpty() ? 0 : lines.get((lines.size() - 1) * percent / 100);
    }

    private static void report(String what, List<Sized> things) {
        System.out.printf(
                "%s: %d, lines: median %d, 90 of 100 up to %d, longest %d%n",
                what,
                things.size(),
                percentile(things, 50),
                percentile(things, 90),
                percentile(things, 100));
    }
}
