package io.tidemark.job.state;

import io.tidemark.lake.catalog.LakeFailure;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.filemerging.SegmentFileStateHandle;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/**
 * The files that a checkpoint or savepoint is made of. Its {@code _metadata} may be there and a file that it names
 * gone: a job that begins from it fails at its first read, again and again.
 */
public final class CheckpointFiles {
    private CheckpointFiles() {}

    /**
     * The first file that the metadata of a complete checkpoint names and that is not there; none where all are.
     *
     * @param directory the checkpoint
     * @throws LakeFailure if the storage does not answer, or the metadata cannot be read
     */
    public static Optional<String> missing(String directory) {
        try {
            Path metadata = new Path(directory, AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME);
            FileSystem storage = metadata.getFileSystem();
            for (Path file : named(storage, metadata)) {
                if (!file.getFileSystem().exists(file)) {
                    return Optional.of(file.toString());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw LakeFailure.of("Could not read the checkpoint " + directory, e);
        }
    }

    private static Set<Path> named(FileSystem storage, Path metadata) throws IOException {
        Set<Path> files = new HashSet<>();
        Deque<StateObject> left = new ArrayDeque<>();
        try (DataInputStream in = new DataInputStream(storage.open(metadata))) {
            CheckpointMetadata read = Checkpoints.loadCheckpointMetadata(
                    in,
                    CheckpointFiles.class.getClassLoader(),
                    metadata.getParent().toString());
            for (OperatorState operator : read.getOperatorStates()) {
                if (operator.getCoordinatorState() != null) {
                    left.add(operator.getCoordinatorState());
                }
                operator.getStates().forEach(subtask -> add(subtask, left));
            }
        }
        while (!left.isEmpty()) {
            follow(left.poll(), left, files);
        }
        return files;
    }

    private static void add(OperatorSubtaskState subtask, Deque<StateObject> left) {
        left.addAll(subtask.getManagedOperatorState());
        left.addAll(subtask.getRawOperatorState());
        left.addAll(subtask.getManagedKeyedState());
        left.addAll(subtask.getRawKeyedState());
    }

    /** What a handle is made of, as far as it is files; what is in the metadata itself cannot be missing. */
    private static void follow(StateObject handle, Deque<StateObject> left, Set<Path> files) {
        if (handle instanceof FileStateHandle file) {
            files.add(file.getFilePath());
        } else if (handle instanceof SegmentFileStateHandle segment) {
            files.add(segment.getFilePath());
        } else if (handle instanceof OperatorStreamStateHandle operator) {
            left.add(operator.getDelegateStateHandle());
        } else if (handle instanceof KeyGroupsStateHandle keyed) {
            left.add(keyed.getDelegateStateHandle());
        } else if (handle instanceof IncrementalRemoteKeyedStateHandle incremental) {
            left.add(incremental.getMetaDataStateHandle());
            addAll(incremental.getSharedState(), left);
            addAll(incremental.getPrivateState(), left);
        }
    }

    private static void addAll(Collection<HandleAndLocalPath> handles, Deque<StateObject> left) {
        handles.forEach(each -> left.add(each.getHandle()));
    }
}
