package io.tidemark.lake.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every place of the product that refuses something, read from the sources. */
class RefusalCallsTest {
    private static final String CODE = "RefusalCode";
    private static final List<Call> CALLS = new ArrayList<>();

    /**
     * A place where a code is used.
     *
     * @param values how many values are given; null where the code is only named
     */
    private record Call(
            String file, RefusalCode code, @Nullable Integer values) {}

    @BeforeAll
    static void readTheSources() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
            task.parse()
                    .forEach(unit -> unit.accept(
                            new Reader(Path.of(unit.getSourceFile().toUri())
                                    .getFileName()
                                    .toString()),
                            null));
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(Repository.root())) {
            return all.filter(path -> path.toString().contains("/src/main/java/"))
                    .filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.endsWith(CODE + ".java"))
                    .filter(RefusalCallsTest::namesACode)
                    .toList();
        }
    }

    private static boolean namesACode(Path file) {
        try {
            return Files.readString(file).contains(CODE + ".");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Reader extends TreeScanner<Void, Void> {
        private final String file;

        Reader(String file) {
            this.file = file;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
            List<? extends ExpressionTree> given = call.getArguments();
            if (call.getMethodSelect() instanceof MemberSelectTree method
                    && method.getIdentifier().contentEquals("refuse")
                    && isCode(method.getExpression())) {
                add(method.getExpression(), given.size());
            } else if (!given.isEmpty() && isCode(given.get(0)) && isRefused(call.getMethodSelect())) {
                add(given.get(0), given.size() - 1);
            }
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree select, Void none) {
            if (isCode(select)) {
                add(select, null);
            }
            return super.visitMemberSelect(select, null);
        }

        private void add(ExpressionTree code, @Nullable Integer values) {
            CALLS.add(new Call(
                    file,
                    RefusalCode.valueOf(
                            ((MemberSelectTree) code).getIdentifier().toString()),
                    values));
        }

        private static boolean isCode(ExpressionTree expression) {
            return expression instanceof MemberSelectTree select
                    && select.getExpression() instanceof IdentifierTree type
                    && type.getName().contentEquals(CODE)
                    && select.getIdentifier().toString().matches("[A-Z_]+");
        }

        private static boolean isRefused(ExpressionTree method) {
            return method.toString().equals("Refused.of") || method.toString().equals("refused");
        }
    }

    @Test
    void everyCallGivesAValueForEachParameter() {
        assertThat(CALLS)
                .filteredOn(call -> call.values() != null)
                .hasSizeGreaterThan(50)
                .allSatisfy(call -> assertThat(call.values())
                        .as(
                                "%s: %s takes %s",
                                call.file(), call.code(), call.code().parameters())
                        .isEqualTo(call.code().parameters().size()));
    }

    @Test
    void everyCodeIsUsed() {
        assertThat(CALLS).extracting(Call::code).containsAll(Arrays.asList(RefusalCode.values()));
    }

    @Test
    void everyEffectTakesTheChangeAndTheTable() {
        for (Effect.Kind kind : Effect.Kind.values()) {
            assertThat(kind.refusal().parameters()).containsExactly("change", "table");
        }
        assertThat(Effect.Kind.values()).extracting(Effect.Kind::refusal).doesNotHaveDuplicates();
    }
}
