package io.tidemark.job.bootstrap;

import io.tidemark.job.ingest.IntakeOperator;
import io.tidemark.job.state.DeviceStates;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.DefaultOperatorStateBackend;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.streaming.api.graph.StreamGraphHasherV2;

/** The file that makes a directory a savepoint: which operator has which state in which of the other files. */
final class SavepointFile {
    private static final String NAME = "_metadata";
    private static final int OPERATOR_STATE_BYTES = 1 << 16;

    private SavepointFile() {}

    /** Whether there is a savepoint. */
    static boolean exists(Path directory) throws IOException {
        return directory.getFileSystem().exists(new Path(directory, NAME));
    }

    /**
     * Writes it; from then on Flink starts from the directory.
     *
     * @param parts the keyed state of the intake operator, one part a subtask
     */
    static void write(Path directory, SavepointTarget target, List<KeyedStateHandle> parts) throws IOException {
        OperatorState intake = new OperatorState(
                IntakeOperator.UID,
                IntakeOperator.UID,
                new OperatorID(StreamGraphHasherV2.generateUserSpecifiedHash(IntakeOperator.UID)),
                parts.size(),
                target.maxParallelism());
        for (int subtask = 0; subtask < parts.size(); subtask++) {
            OperatorSubtaskState.Builder state =
                    OperatorSubtaskState.builder().setManagedKeyedState(parts.get(subtask));
            if (subtask == 0) {
                state.setManagedOperatorState(writerEpoch(target));
            }
            intake.putState(subtask, state.build());
        }
        CheckpointMetadata metadata = new CheckpointMetadata(
                target.checkpointId(),
                List.of(intake),
                List.of(),
                CheckpointProperties.forSavepoint(false, SavepointFormatType.CANONICAL));
        Path file = new Path(directory, NAME);
        try (FSDataOutputStream out = file.getFileSystem().create(file, FileSystem.WriteMode.NO_OVERWRITE)) {
            Checkpoints.storeCheckpointMetadata(metadata, out);
        }
    }

    /** The operator's own state, in the words of Flink's operator state backend. */
    private static OperatorStateHandle writerEpoch(SavepointTarget target) throws IOException {
        try (CloseableRegistry registry = new CloseableRegistry()) {
            DefaultOperatorStateBackend backend = new DefaultOperatorStateBackendBuilder(
                            SavepointFile.class.getClassLoader(), new ExecutionConfig(), false, List.of(), registry)
                    .build();
            backend.getUnionListState(DeviceStates.writerEpoch())
                    .add(target.writerEpoch().number());
            var snapshot = backend.snapshot(
                    target.checkpointId(),
                    0,
                    new MemCheckpointStreamFactory(OPERATOR_STATE_BYTES),
                    CheckpointOptions.forCheckpointWithDefaultLocation());
            snapshot.run();
            return snapshot.get().getJobManagerOwnedSnapshot();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the operator's own state was written", e);
        } catch (ExecutionException e) {
            throw new IOException("the operator's own state could not be written: " + e.getCause(), e);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the operator's own state could not be written: " + e, e);
        }
    }
}
