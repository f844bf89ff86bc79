package io.tidemark.lake.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.catalog.LakeFiles;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The restores of a lake, in files beside its tables: {@code restores/<hash>.json}, the journal of each; and
 * {@code starts/epoch-<n>.json}, where the job of an epoch begins.
 */
public final class Restores {
    private static final String JOURNALS = "restores";
    private static final String STARTS = "starts";
    private static final String SUFFIX = ".json";
    private static final String PLAN = "plan";
    private static final String STAND_INS = "standIns";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final LakeFiles files;

    /** The restores of this lake. */
    public Restores(Lake lake) {
        this.files = lake.files();
    }

    /** The journal of a restore, by the hash of its plan. */
    public Optional<RestoreJournal> find(String hash) {
        return journal(hash + SUFFIX);
    }

    private Optional<RestoreJournal> journal(String name) {
        return read(JOURNALS + "/" + name, RestoreJournal.class);
    }

    /** All journals, the one with the largest epoch first: that of the newest restore. */
    public List<RestoreJournal> list() {
        return files.list(JOURNALS).stream()
                .filter(name -> name.endsWith(SUFFIX))
                .flatMap(name -> journal(name).stream())
                .sorted(Comparator.comparingInt(
                                (RestoreJournal journal) -> journal.plan().epoch())
                        .reversed())
                .toList();
    }

    /** The newest restore that was begun and is not finished, if there is one. */
    public Optional<RestoreJournal> unfinished() {
        return list().stream().filter(journal -> !journal.finished()).findFirst();
    }

    /** Writes down how far a restore has come. */
    public void save(RestoreJournal journal) {
        write(JOURNALS + "/" + journal.plan().hash() + SUFFIX, journal);
    }

    /** Where the job of an epoch begins; none for an epoch that no restore has begun. */
    public Optional<StartPoint> start(int epoch) {
        return read(start(epoch, SUFFIX), StartPoint.class);
    }

    /** Writes down where the job of an epoch begins. */
    public void save(StartPoint start) {
        write(start(start.epoch(), SUFFIX), start);
    }

    private static String start(int epoch, String suffix) {
        return STARTS + "/epoch-" + epoch + suffix;
    }

    private <T> Optional<T> read(String name, Class<T> type) {
        return files.read(name).map(text -> {
            try {
                JsonNode tree = JSON.readTree(text);
                if (tree.path(PLAN) instanceof ObjectNode plan && !plan.has(STAND_INS)) {
                    // A plan that concerns none is written without, as those of earlier releases are.
                    plan.putNull(STAND_INS);
                    return JSON.treeToValue(tree, type);
                }
                return JSON.readValue(text, type);
            } catch (JsonProcessingException e) {
                throw new LakeFailure(
                        "Could not read the file " + files.location(name),
                        "it is not what this Tidemark writes: " + e.getOriginalMessage(),
                        "Use the Tidemark that wrote it, or bring the file back from a copy.",
                        e);
            }
        });
    }

    private void write(String name, Object value) {
        try {
            files.write(name, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n");
        } catch (JsonProcessingException e) {
            throw LakeFailure.of("Could not write the file " + files.location(name), e);
        }
    }
}
