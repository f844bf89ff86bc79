package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import io.tidemark.rules.checkout.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What holds for the sources of every module: sizes of packages and of methods. */
class SourceRulesTest {
    private static final int MOST_CLASSES = 20;
    private static final int MOST_LINES = 40;
    private static final String PACKAGE_INFO = "package-info.java";

    @Test
    void aPackageOfMoreThanTwentyClassesSaysWhy() throws IOException {
        Map<Path, Long> sizes = sources().stream()
                .filter(file -> !file.endsWith(PACKAGE_INFO))
                .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));

        assertThat(sizes).hasSizeGreaterThan(30);
        assertThat(sizes.keySet())
                .filteredOn(folder -> sizes.getOrDefault(folder, 0L) > MOST_CLASSES)
                .allSatisfy(folder ->
                        assertThat(folder.resolve(PACKAGE_INFO)).content().contains("More than 20 classes"));
    }

    @Test
    void aMethodHasAtMostFortyLines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            int methods = 0;
            for (CompilationUnitTree unit : task.parse()) {
                var lengths = new Lengths(unit, positions, tooLong);
                unit.accept(lengths, null);
                methods += lengths.methods;
            }
            assertThat(methods).isGreaterThan(1_000);
        }
        assertThat(tooLong).isEmpty();
    }

    /** Every Java file of main code. */
    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.find(
                Checkout.path(""),
                20,
                (file, attributes) -> attributes.isRegularFile()
                        && file.toString().endsWith(".java")
                        && file.toString().contains("/src/main/java/")
                        && !file.toString().contains("/target/"))) {
            return files.sorted().toList();
        }
    }

    private static final class Lengths extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> tooLong;
        private int methods;

        private Lengths(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
            this.unit = unit;
            this.positions = positions;
            this.tooLong = tooLong;
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            methods++;
            if (method.getBody() != null) {
                LineMap lines = unit.getLineMap();
                long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
                if (last - first > MOST_LINES) {
                    tooLong.add(Path.of(unit.getSourceFile().toUri()).getFileName() + ": " + method.getName() + " has "
                            + (last - first) + " lines");
                }
            }
            return super.visitMethod(method, null);
        }
    }
}
