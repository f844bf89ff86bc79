package io.tidemark.job.ingest;

import io.tidemark.job.state.DeviceStates;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** What stands in a savepoint, read by Flink's own reader of the canonical format. */
final class SavedState {
    private static final Set<String> OURS =
            Set.of(DeviceStates.records().getName(), DeviceStates.pages().getName());

    private SavedState() {}

    /** The metadata of the savepoint in a directory. */
    static CheckpointMetadata metadata(String directory) throws IOException {
        Path file = new Path(directory, "_metadata");
        try (FSDataInputStream in = file.getFileSystem().open(file)) {
            return Checkpoints.loadCheckpointMetadata(
                    new DataInputStream(in), SavedState.class.getClassLoader(), directory);
        }
    }

    /** The state of the only operator of a savepoint, all subtasks in one. */
    static OperatorSubtaskState ofIntake(CheckpointMetadata metadata) throws Exception {
        OperatorState operator = metadata.getOperatorStates().iterator().next();
        return AbstractStreamOperatorTestHarness.repackageState(IntStream.range(0, operator.getParallelism())
                .mapToObj(operator::getState)
                .toArray(OperatorSubtaskState[]::new));
    }

    /** Every entry of our keyed states: the state's name and Flink's key, to the value. */
    static SortedMap<String, String> entries(OperatorSubtaskState state, int maxParallelism) throws Exception {
        List<KeyedStateHandle> handles = List.copyOf(state.getManagedKeyedState());
        var restore = new FullSnapshotRestoreOperation<>(
                KeyGroupRange.of(0, maxParallelism - 1),
                SavedState.class.getClassLoader(),
                handles,
                StateSerializerProvider.fromNewRegisteredSerializer(LongSerializer.INSTANCE));
        SortedMap<String, String> entries = new TreeMap<>();
        try (var parts = restore.restore()) {
            while (parts.hasNext()) {
                add(entries, parts.next());
            }
        }
        return entries;
    }

    private static void add(SortedMap<String, String> entries, SavepointRestoreResult part) throws Exception {
        List<StateMetaInfoSnapshot> states = part.getStateMetaInfoSnapshots();
        try (var groups = part.getRestoredKeyGroups()) {
            while (groups.hasNext()) {
                KeyGroup group = groups.next();
                try (var inGroup = group.getKeyGroupEntries()) {
                    while (inGroup.hasNext()) {
                        KeyGroupEntry entry = inGroup.next();
                        String name = states.get(entry.getKvStateId()).getName();
                        if (OURS.contains(name)) {
                            String key = name + " " + HexFormat.of().formatHex(entry.getKey());
                            if (entries.put(key, HexFormat.of().formatHex(entry.getValue())) != null) {
                                throw new IllegalStateException("twice in the state: " + key);
                            }
                        }
                    }
                }
            }
        }
    }
}
