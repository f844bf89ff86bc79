package io.tidemark.job.topology;

import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.model.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the six tables' rows say of each record of a log of one partition, in the words of the model. */
public final class RowVerdicts {
    private final IdentityKeys keys;
    private final Function<LakeTable, List<Map<String, Object>>> rows;
    private final Map<Object, String> names = new HashMap<>();
    private final Map<Object, Object> merges = new HashMap<>();

    private RowVerdicts(IdentityKeys keys, Function<LakeTable, List<Map<String, Object>>> rows) {
        this.keys = keys;
        this.rows = rows;
    }

    /**
     * The verdicts by offset.
     *
     * @param keys how the ids of these rows were derived
     * @param rows the rows of a table, by column name
     */
    public static Map<Long, Verdict> of(IdentityKeys keys, Function<LakeTable, List<Map<String, Object>>> rows) {
        return new RowVerdicts(keys, rows).verdicts();
    }

    private Map<Long, Verdict> verdicts() {
        rows.apply(LakeTable.MERGE_IDS)
                .forEach(row -> merges.put(row.get("amplitude_id"), row.get("merged_amplitude_id")));
        List<Map<String, Object>> events = rows.apply(LakeTable.EVENTS);
        events.forEach(row -> name((String) row.get("device_id"), (String) row.get("user_id")));
        Map<Long, Verdict> verdicts = new HashMap<>();
        events.forEach(row -> verdicts.put(offset(row), accepted(row)));
        rows.apply(LakeTable.DUPLICATES).forEach(row -> {
            int repeats = ((Long) row.get("repeats_offset")).intValue();
            verdicts.put(offset(row), new Verdict("duplicate", null, repeats, null, 0));
        });
        rows.apply(LakeTable.THROTTLED)
                .forEach(row -> verdicts.put(offset(row), new Verdict("throttled", null, null, null, 0)));
        rows.apply(LakeTable.DEAD_LETTERS)
                .forEach(row ->
                        verdicts.put(offset(row), new Verdict("rejected", (String) row.get("reason"), null, null, 0)));
        return verdicts;
    }

    private Verdict accepted(Map<String, Object> row) {
        Object id = row.get("amplitude_id");
        String person = id == null ? null : names.get(merges.getOrDefault(id, id));
        return new Verdict("accepted", null, null, person, ((Long) row.get("identity_seq")).intValue());
    }

    private void name(@Nullable String device, @Nullable String user) {
        if (device != null) {
            names.put(IdentityKeys.amplitudeId(keys.ofDevice("default", device)), "device:" + device);
        }
        if (user != null) {
            names.put(IdentityKeys.amplitudeId(keys.ofUser("default", user)), "user:" + user);
        }
    }

    private static Long offset(Map<String, Object> row) {
        return (Long) row.get("kafka_offset");
    }
}
