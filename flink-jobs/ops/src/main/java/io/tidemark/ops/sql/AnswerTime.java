package io.tidemark.ops.sql;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.restore.Restores;
import io.tidemark.ops.question.Arguments;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The time of a lake that an answer is about: now, or that of a mark. */
public final class AnswerTime {
    private AnswerTime() {}

    /**
     * Returns if an answer is about one time of the lake. Numbers of tables that are being put back would be of two; a
     * mark has one.
     *
     * @param mark the mark as of which the tables are read; null: now
     * @throws Refusal if there is no such mark, or if the tables are read as of now while a restore is unfinished
     */
    public static void require(TidemarkConfig config, @Nullable String mark, Arguments arguments) {
        try (Lake tables = LakeTables.open(config)) {
            Marks marks = new Marks(tables);
            Stream.concat(Stream.ofNullable(mark), arguments.marks()).forEach(marks::require);
            boolean now = mark == null && arguments.marks().findAny().isEmpty();
            new Restores(tables).unfinished().filter(unfinished -> now).ifPresent(unfinished -> {
                throw RefusalCode.UNFINISHED_RESTORE.refuse(
                        tables.settings().place(),
                        unfinished.plan().target().name(),
                        "the tables are being put back, and a result would be of two snapshots",
                        unfinished.plan().hash(),
                        ", or query --as-of a mark");
            });
        }
    }
}
