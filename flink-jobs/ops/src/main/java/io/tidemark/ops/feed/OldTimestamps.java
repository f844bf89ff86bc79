package io.tidemark.ops.feed;

import io.tidemark.config.KafkaConfig;
import io.tidemark.job.kafka.EventsLog;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether records of an archive keep their timestamps; the topic is looked at when the first of them comes. */
final class OldTimestamps {
    private final KafkaConfig kafka;
    private final Consumer<String> warnings;
    private @Nullable Boolean kept;

    OldTimestamps(KafkaConfig kafka, Consumer<String> warnings) {
        this.kafka = kafka;
        this.warnings = warnings;
    }

    @Nullable
    Long kept(@Nullable Long time) {
        if (time == null) {
            return null;
        }
        if (kept == null) {
            kept = EventsLog.takesOldTimestamps(kafka);
            if (!kept) {
                warnings.accept("the topic expires records by their timestamps: those of the archive are not kept, and"
                        + " server_upload_time will be the time of this ingest");
            }
        }
        return kept ? time : null;
    }
}
