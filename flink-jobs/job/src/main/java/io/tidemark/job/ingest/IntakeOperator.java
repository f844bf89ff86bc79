package io.tidemark.job.ingest;

import io.tidemark.rules.event.RawRecord;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.table.data.RowData;

/**
 * {@link IntakeFunction} as an operator that lets it keep changed records on the heap from one checkpoint to the next:
 * it lends the function its current key, and has it write everything down before Flink takes the state.
 */
public final class IntakeOperator extends KeyedProcessOperator<Long, RawRecord, RowData> {
    /** The operator's uid; part of every checkpoint, so it never changes. */
    public static final String UID = "intake";

    private static final long serialVersionUID = 1;

    /** An operator round this function. */
    public IntakeOperator(IntakeFunction function) {
        super(function);
    }

    @Override
    public void open() throws Exception {
        function().writeBackWith(this);
        super.open();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        function().writeBack();
        super.snapshotState(context);
    }

    private IntakeFunction function() {
        return (IntakeFunction) userFunction;
    }
}
