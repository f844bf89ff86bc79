package io.tidemark.ops.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lake.guard.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory beside an archive in which an export works, and goes on after it was cut off. */
class UnfinishedTest {
    @TempDir
    private Path directory;

    private Path target;

    @BeforeEach
    void name() {
        target = directory.resolve("november.zip");
    }

    @Test
    void theDirectoryIsNamedAfterItsTarget() throws IOException {
        try (ExportWorkspace unfinished = ExportWorkspace.open(target)) {
            assertThat(unfinished.directory())
                    .isEqualTo(directory.resolve("november.zip.part"))
                    .isEqualTo(ExportWorkspace.beside(target))
                    .isDirectory();
            assertThat(unfinished.file("x").getParent()).isEqualTo(unfinished.directory());
        }
    }

    @Test
    void whatWasWrittenIsThereAfterACutOff() throws IOException {
        try (ExportWorkspace first = ExportWorkspace.open(target)) {
            assertThat(first.plan()).isEmpty();
            first.writePlan("from a to b");
            first.finish("hour-1", "one");
            first.finish("hour-2", "two");
            first.finish("merges", "five");
        }
        try (ExportWorkspace again = ExportWorkspace.open(target)) {
            assertThat(again.plan()).contains("from a to b");
            assertThat(again.isFinished("hour-1")).isTrue();
            assertThat(again.isFinished("hour-3")).isFalse();
            assertThat(again.isFinished("hour")).isFalse();
            assertThat(again.notes("hour-")).containsExactly("one", "two");
            assertThat(again.notes("merges")).containsExactly("five");
            assertThat(again.notes("days-")).isEmpty();
        }
    }

    @Test
    void aPieceThatIsFinishedAgainHasItsLastNote() throws IOException {
        try (ExportWorkspace unfinished = ExportWorkspace.open(target)) {
            unfinished.finish("hour-1", "half");
            unfinished.finish("hour-1", "whole");

            assertThat(unfinished.notes("hour-")).containsExactly("whole");
            assertThat(unfinished.directory()).isDirectoryNotContaining("glob:**.new");
        }
    }

    @Test
    void ofTwoAtOnceTheSecondIsRefusedAndTheFirstGoesOn() throws IOException {
        try (ExportWorkspace first = ExportWorkspace.open(target)) {
            assertThatThrownBy(() -> ExportWorkspace.open(target))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(target + " is in use by another export")
                    .hasMessageContaining("-o");
            first.finish("hour-1", "one");
            assertThat(first.isFinished("hour-1")).isTrue();
        }
        ExportWorkspace.open(target).close();
    }

    @Test
    void twoTargetsAreTwoDirectories() throws IOException {
        try (ExportWorkspace one = ExportWorkspace.open(target);
                ExportWorkspace other = ExportWorkspace.open(directory.resolve("december.zip"))) {
            one.writePlan("one");

            assertThat(other.plan()).isEmpty();
        }
    }

    /** Runs of a sort that was cut off are nobody's. */
    @Test
    void whatASortLeftBehindIsClearedWhenItIsOpenedAndWhenItIsClosed() throws IOException {
        Path spill;
        try (ExportWorkspace first = ExportWorkspace.open(target)) {
            spill = first.spill();
            Files.createDirectories(spill.resolve("deep"));
            Files.writeString(spill.resolve("deep/run-1"), "x");
        }
        assertThat(spill).doesNotExist();

        Files.createDirectories(spill);
        Files.writeString(spill.resolve("run-2"), "x");
        ExportWorkspace.open(target).close();
        assertThat(spill).doesNotExist();
    }

    @Test
    void clearedItKnowsNothingAndIsStillLocked() throws IOException {
        try (ExportWorkspace unfinished = ExportWorkspace.open(target)) {
            unfinished.writePlan("plan");
            unfinished.finish("hour-1", "one");
            Files.writeString(unfinished.file("p_2025-07-01_9#0.json.gz"), "rows");
            unfinished.clear();

            assertThat(unfinished.plan()).isEmpty();
            assertThat(unfinished.notes("")).isEmpty();
            assertThat(unfinished.directory()).isDirectoryContaining("glob:**lock");
            assertThatThrownBy(() -> ExportWorkspace.open(target)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void completedTheArchiveHasItsNameAndNothingElseIsLeft() throws IOException {
        Files.writeString(target, "the old one");
        try (ExportWorkspace unfinished = ExportWorkspace.open(target)) {
            Files.writeString(unfinished.archive(), "the new one");
            unfinished.finish("hour-1", "one");
            unfinished.complete();
        }

        assertThat(target).hasContent("the new one");
        assertThat(ExportWorkspace.beside(target)).doesNotExist();
    }

    /** Cut off between the archive's name and the end of clearing away. */
    @Test
    void whatACompleteExportLeftBehindIsNotGoneOnWith() throws IOException {
        Path rest = Files.createDirectories(ExportWorkspace.beside(target));
        Files.writeString(rest.resolve("complete"), "");
        Files.writeString(rest.resolve("plan"), "an old plan");
        Files.writeString(rest.resolve("hour-1.note"), "one");
        try (ExportWorkspace unfinished = ExportWorkspace.open(target)) {
            assertThat(unfinished.plan()).isEmpty();
            assertThat(unfinished.isFinished("hour-1")).isFalse();
        }
    }

    /** A note that was cut off while it was written is none: its file has another name until it is whole. */
    @Test
    void aHalfWrittenNoteIsNone() throws IOException {
        Path rest = Files.createDirectories(ExportWorkspace.beside(target));
        Files.writeString(rest.resolve("hour-1.note.new"), "on");
        try (ExportWorkspace unfinished = ExportWorkspace.open(target)) {
            assertThat(unfinished.isFinished("hour-1")).isFalse();
            assertThat(unfinished.notes("hour-")).isEmpty();
        }
    }
}
