package io.tidemark.job.ingest;

import io.tidemark.rules.service.ConfigHistory;
import io.tidemark.rules.service.ConfigLog;
import io.tidemark.rules.service.ConfigVersion;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;

/**
 * The versions of the service configuration in the operator's state: so a job begins with what it knew, also while the topic
 * cannot be read. One subtask keeps them for all.
 */
final class KnownVersions {
    private final ListState<byte[]> state;
    private final boolean keeps;
    private long kept;

    /**
     * The versions in a state.
     *
     * @param keeps whether this subtask is the one that keeps them
     */
    KnownVersions(ListState<byte[]> state, boolean keeps) {
        this.state = state;
        this.keeps = keeps;
    }

    /** What the state holds; nothing of one that is damaged, for the topic has all of them. */
    ConfigHistory read() throws Exception {
        List<ConfigVersion> versions = new ArrayList<>();
        for (byte[] json : state.get()) {
            ConfigVersion version = ConfigVersion.read(json).orNull();
            if (version != null) {
                versions.add(version);
            }
        }
        ConfigHistory history = ConfigHistory.of(versions).orNull();
        return history == null ? ConfigHistory.EMPTY : history;
    }

    /** Writes what is known now. */
    void write(ConfigLog log) throws Exception {
        ConfigHistory known = log.known();
        if (!keeps) {
            state.clear();
        } else if (known.newest() != kept) {
            state.update(known.versions().stream().map(ConfigVersion::json).toList());
            kept = known.newest();
        }
    }
}
