package io.tidemark.job.ingest;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/**
 * The side outputs of {@link IntakeFunction}: one for each table that is not {@code events}.
 *
 * @param duplicates rows of {@code duplicates}
 * @param throttled rows of {@code throttled}
 * @param deadLetters rows of {@code dead_letters}
 * @param identities rows of {@code identities}
 * @param mergeIds rows of {@code merge_ids}
 */
public record OutcomeTags(
        OutputTag<RowData> duplicates,
        OutputTag<RowData> throttled,
        OutputTag<RowData> deadLetters,
        OutputTag<RowData> identities,
        OutputTag<RowData> mergeIds)
        implements Serializable {

    /** A tag named after its table. */
    public static OutputTag<RowData> tag(String table, TypeInformation<RowData> rows) {
        return new OutputTag<>(table, rows);
    }
}
