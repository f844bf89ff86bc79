package io.tidemark.rules.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/run} and {@code .ci/prove} in a small repository, with a build and a proof that only write reports. */
class ProofsTest {
    private static final List<String> SCRIPTS = List.of("run", "prove", "count-tests", "proof-files.bash");
    private static final String PROOF = ".ci/proofs/long";

    @TempDir
    private Path repository;

    /**
     * What a script said.
     *
     * @param code its exit code
     * @param text both of its outputs
     */
    private record Said(int code, String text) {
        List<String> lastLines(int count) {
            List<String> lines = text.lines().toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        }
    }

    @BeforeEach
    void makeRepository() throws Exception {
        boolean git = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "git")));
        assumeTrue(git, "git is not installed");
        Files.createDirectories(repository.resolve(".ci/proofs"));
        for (String script : SCRIPTS) {
            Files.copy(Checkout.path(".ci/" + script), repository.resolve(".ci/" + script));
        }
        script(".ci/packages", "");
        script("mvnw", reports("Unit", 5, 0, 0));
        script("whole", "echo ran whole\n" + reports("Long", 40, 0, 0));
        script("smoke", "echo ran smoke\n" + reports("Long", 2, 0, 0));
        write("guarded/file", "first\n");
        write("other", "first\n");
        write(".gitignore", "target/\n");
        write(PROOF, """
                # A long proof.
                command ./whole
                smoke ./smoke
                guard guarded -
                guard whole -
                minutes 1
                """);
        git("init", "-q");
        commit();
    }

    @Test
    void proofThatWasNeverRecordedRunsWholeAndIsRecorded() throws Exception {
        Said said = run(".ci/run");

        assertThat(said.text()).contains("ran whole").doesNotContain("ran smoke");
        assertThat(said.lastLines(2))
                .containsExactly(
                        "proofs: long was stale and is proved now: commit .ci/proofs/long",
                        "45 passed, 0 failed, 0 skipped");
        assertThat(said.code()).isZero();
        assertThat(Files.readAllLines(repository.resolve(PROOF)))
                .containsExactly(
                        "# A long proof.",
                        "command ./whole",
                        "smoke ./smoke",
                        "guard guarded " + id("guarded"),
                        "guard whole " + id("whole"),
                        "tests 40",
                        "minutes 1");
    }

    @Test
    void freshProofIsOnlySmokedAndItsRecordedTestsAreNotAdded() throws Exception {
        prove();
        write("other", "second\n");
        commit();

        Said said = run(".ci/run");

        assertThat(said.text()).contains("ran smoke").doesNotContain("ran whole");
        assertThat(said.lastLines(2))
                .containsExactly(
                        "proofs: long is recorded for what is here: 40 tests (not counted below)",
                        "7 passed, 0 failed, 0 skipped");
        assertThat(said.code()).isZero();
        assertThat(run(".ci/prove", "--list").text()).isEqualTo("long: fresh\n");
    }

    @Test
    void changeOfAGuardedPathMakesAProofStaleSoThatItRunsWhole() throws Exception {
        prove();
        write("guarded/file", "second\n");
        commit();
        assertThat(run(".ci/prove", "--list").text()).isEqualTo("long: stale, changed: guarded\n");

        Said said = run(".ci/run");

        assertThat(said.text()).contains("ran whole").doesNotContain("ran smoke");
        assertThat(said.code()).isZero();
        commit();
        assertThat(run(".ci/prove", "--list").text()).isEqualTo("long: fresh\n");
    }

    @Test
    void staleProofForWhichNoTimeIsLeftIsSmokedAndNamed() throws Exception {
        prove();
        replace("minutes 1", "minutes 46");
        write("guarded/file", "second\n");
        commit();

        Said said = run(".ci/run");

        assertThat(said.text()).contains("ran smoke").doesNotContain("ran whole");
        assertThat(said.lastLines(2))
                .containsExactly(
                        "proofs: long is STALE (changed: guarded): run `.ci/prove long` and commit",
                        "7 passed, 0 failed, 0 skipped");
        assertThat(said.code()).isZero();
    }

    /** As one that every build runs a part of. */
    @Test
    void freshProofWithoutASmokeRunsNothing() throws Exception {
        prove();
        replace("smoke ./smoke\n", "");
        commit();

        Said said = run(".ci/run");

        assertThat(said.text()).doesNotContain("ran smoke", "ran whole", "the smoke of");
        assertThat(said.lastLines(2))
                .containsExactly(
                        "proofs: long is recorded for what is here: 40 tests (not counted below)",
                        "5 passed, 0 failed, 0 skipped");
        assertThat(said.code()).isZero();
    }

    @Test
    void ofTwoStaleProofsTheShorterRunsWholeAndTheOneThatDoesNotFitIsNamed() throws Exception {
        replace("minutes 1", "minutes 46");
        script("brief", "echo ran brief\n" + reports("Brief", 3, 0, 0));
        write(".ci/proofs/other", """
                command ./brief
                guard guarded -
                minutes 1
                """);
        commit();

        Said said = run(".ci/run");

        assertThat(said.text()).contains("ran brief").doesNotContain("ran whole");
        assertThat(said.text().indexOf("ran brief")).isLessThan(said.text().indexOf("ran smoke"));
        assertThat(said.lastLines(3))
                .containsExactly(
                        "proofs: other was stale and is proved now: commit .ci/proofs/other",
                        "proofs: long is STALE (it was never recorded): run `.ci/prove long` and commit",
                        "10 passed, 0 failed, 0 skipped");
        assertThat(said.code()).isZero();
    }

    @Test
    void changeThatIsNotCommittedIsNeverRecorded() throws Exception {
        prove();
        write("guarded/file", "second\n");

        Said said = run(".ci/run");

        assertThat(said.text())
                .contains("long is STALE (not committed: guarded)")
                .contains("ran smoke")
                .doesNotContain("ran whole");
        Said refused = run(".ci/prove", "long");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.text())
                .contains("commit first what is changed in guarded")
                .doesNotContain("ran whole");
    }

    @Test
    void guardedPathThatIsNoLongerThereIsNamed() throws Exception {
        prove();
        git("mv", "guarded", "moved");
        commit();

        assertThat(run(".ci/run").text()).contains("long is STALE (no longer there: guarded)");
        assertThat(run(".ci/prove", "long").code()).isEqualTo(2);
    }

    @Test
    void failingProofFailsTheRunAndIsNotRecorded() throws Exception {
        script("whole", reports("Long", 40, 1, 0) + "exit 1\n");
        commit();
        String before = Files.readString(repository.resolve(PROOF));

        Said said = run(".ci/run");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.lastLines(2)).containsExactly("proofs: long FAILED", "44 passed, 1 failed, 0 skipped");
        assertThat(repository.resolve(PROOF)).hasContent(before);
    }

    @Test
    void failingSmokeFailsTheRun() throws Exception {
        script("smoke", "exit 1\n");
        commit();
        prove();

        Said said = run(".ci/run");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text()).contains("proofs: the smoke of long FAILED");
    }

    @Test
    void proofOfWhichATestIsSkippedProvesNothing() throws Exception {
        script("whole", reports("Long", 40, 0, 3));
        commit();

        assertThat(run(".ci/prove", "long").code()).isEqualTo(3);
        Said said = run(".ci/run");

        assertThat(said.code()).isZero();
        assertThat(said.lastLines(2))
                .containsExactly(
                        "proofs: long is STALE (not all of it can run here): run `.ci/prove long` and commit",
                        "42 passed, 0 failed, 3 skipped");
    }

    @Test
    void proofIsNotTriedAfterTestsThatFail() throws Exception {
        script("mvnw", reports("Unit", 5, 1, 0) + "exit 7\n");
        commit();

        Said said = run(".ci/run");

        assertThat(said.code()).isEqualTo(7);
        assertThat(said.text()).doesNotContain("ran whole").doesNotContain("ran smoke");
        assertThat(said.lastLines(2))
                .containsExactly(
                        "proofs: long is not tried, for what comes before it failed", "4 passed, 1 failed, 0 skipped");
    }

    @Test
    void withoutARepositoryTheSmokeRunsAndItIsSaidThatNothingElseIsKnown() throws Exception {
        delete(repository.resolve(".git"));

        Said said = run(".ci/run");

        assertThat(said.code()).isZero();
        assertThat(said.text()).contains("ran smoke", "whether long is stale cannot be told: git finds no commit");
        assertThat(said.lastLines(1)).containsExactly("7 passed, 0 failed, 0 skipped");
        assertThat(run(".ci/prove", "long").code()).isEqualTo(2);
    }

    @Test
    void shippedProofsAreComplete() throws Exception {
        List<Path> proofs;
        try (var files = Files.list(Checkout.path(".ci/proofs"))) {
            proofs = files.toList();
        }
        assertThat(proofs).isNotEmpty();
        for (Path proof : proofs) {
            List<String> lines = Files.readAllLines(proof);
            assertThat(lines).as("%s", proof).anyMatch(line -> line.matches("command \\S.*"));
            // One that has none names the class that leaves a part of it to every build.
            assertThat(lines)
                    .as("%s", proof)
                    .anyMatch(line -> line.matches("smoke \\S.*|# .* \\./mvnw verify .*\\([A-Z]\\w+\\)\\."));
            assertThat(lines).as("%s", proof).anyMatch(line -> line.matches("minutes \\d+"));
            assertThat(lines.stream().filter(line -> line.startsWith("guard ")).map(line -> line.split(" ")[1]))
                    .as("%s", proof)
                    .isNotEmpty()
                    .allMatch(path -> Files.exists(Checkout.path(path)), "is there");
        }
    }

    private void prove() throws Exception {
        Said said = run(".ci/prove", "long");
        assertThat(said.code()).as(said.text()).isZero();
        commit();
    }

    /** A shell's lines that write a report as failsafe does. */
    private static String reports(String name, int tests, int failures, int skipped) {
        return """
                mkdir -p module/target/failsafe-reports
                echo '<testsuite name="%1$s" tests="%2$d" errors="0" skipped="%4$d" failures="%3$d">' \\
                    >module/target/failsafe-reports/TEST-%1$s.xml
                """.formatted(name, tests, failures, skipped);
    }

    private void script(String path, String lines) throws IOException {
        write(path, "#!/bin/sh\n" + lines);
        Files.setPosixFilePermissions(repository.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void write(String path, String text) throws IOException {
        Path file = repository.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void replace(String old, String replacement) throws IOException {
        Path file = repository.resolve(PROOF);
        Files.writeString(file, Files.readString(file).replace(old, replacement));
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private String id(String path) throws Exception {
        return git("rev-parse", "HEAD:" + path).strip();
    }

    private void commit() throws Exception {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", "Next");
    }

    private String git(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "git", "-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"));
        words.addAll(List.of(arguments));
        Said said = run(words.toArray(String[]::new));
        assertThat(said.code()).as(said.text()).isZero();
        return said.text();
    }

    private Said run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        // A repository that lies above, or the one that a hook works for, is not this one.
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.put("GIT_CEILING_DIRECTORIES", repository.getParent().toString());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
