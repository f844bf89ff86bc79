package io.tidemark.lake.audit;

import io.tidemark.lake.audit.DeviceHistory.EventRow;
import io.tidemark.lake.audit.DeviceHistory.MergeRow;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.LogPosition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether the identity tables agree with the events and the rules. Of rows that came since a verified snapshot, only
 * their devices are checked, each with its whole history. Devices are checked in passes over their hash, so that memory
 * grows with the identity rows of one pass and never with the events.
 */
final class IdentityCheck {
    private static final String GROUP_IDENTIFY = "$groupidentify";
    private static final List<String> IDENTITIES = List.of(
            Columns.PROJECT_ID,
            Columns.DEVICE_KEY,
            Columns.USER_ID,
            Columns.IDENTITY_KEY,
            Columns.AMPLITUDE_ID,
            Columns.SEQ,
            Columns.INGEST_EPOCH,
            Columns.KAFKA_PARTITION,
            Columns.KAFKA_OFFSET);
    private static final List<String> EVENTS = List.of(
            Columns.PROJECT_ID,
            Columns.DEVICE_ID,
            Columns.USER_ID,
            Columns.EVENT_TYPE,
            Columns.AMPLITUDE_ID,
            Columns.IDENTITY_SEQ,
            Columns.UUID,
            Columns.INGEST_EPOCH,
            Columns.KAFKA_PARTITION,
            Columns.KAFKA_OFFSET);
    private static final List<String> MERGES = List.of(
            Columns.AMPLITUDE_ID,
            Columns.MERGED_AMPLITUDE_ID,
            Columns.CAUSE_UUID,
            Columns.INGEST_EPOCH,
            Columns.KAFKA_PARTITION,
            Columns.KAFKA_OFFSET);

    private final Rows rows;
    private final IdentityRules rules;
    private final Findings.Accumulator findings;
    private final LogPositionSet calledFor = new LogPositionSet();
    private long identities;
    private long merges;
    private long people;

    private IdentityCheck(Rows rows, IdentityRules rules, Findings.Accumulator findings) {
        this.rows = rows;
        this.rules = rules;
        this.findings = findings;
    }

    /** Checks every device. */
    static IdentityCheck run(Rows rows, IdentityRules rules, Findings.Accumulator findings, int passes) {
        IdentityCheck check = new IdentityCheck(rows, rules, findings);
        for (int pass = 0; pass < passes; pass++) {
            check.pass(pass, passes);
        }
        check.refuseOtherMerges();
        return check;
    }

    /** The rows of {@code identities}. */
    long identities() {
        return identities;
    }

    /** The rows of {@code merge_ids}. */
    long merges() {
        return merges;
    }

    /** The persons that are left when merges are applied. */
    long people() {
        return people;
    }

    private void pass(int pass, int passes) {
        Map<String, DeviceHistory> devices = new HashMap<>();
        Set<Long> persons = new HashSet<>();
        identities = rows.read(LakeTable.IDENTITIES, IDENTITIES, row -> {
            long person = row.number(4);
            if (isOf(pass, passes, Long.hashCode(person))) {
                persons.add(person);
            }
            String device = rules.stateKey(row.text(0), row.text(1));
            if (isOf(pass, passes, device.hashCode())) {
                devices.computeIfAbsent(device, name -> new DeviceHistory(name, findings))
                        .add(identityRow(device, row));
            }
        });
        Rows earlier = rows.earlier();
        if (earlier != null) {
            earlierHistories(earlier, devices, pass, passes);
        }
        devices.values().forEach(DeviceHistory::seal);
        rows.read(LakeTable.EVENTS, EVENTS, row -> {
            String user = row.textOrNull(2);
            String device = device(row);
            if (isOf(pass, passes, device.hashCode())) {
                event(devices.get(device), device, eventRow(user, row));
            }
        });
        merges(devices, persons);
        devices.values().forEach(DeviceHistory::finish);
        people += persons.size();
    }

    private void earlierHistories(Rows earlier, Map<String, DeviceHistory> devices, int pass, int passes) {
        Set<String> seen = new HashSet<>();
        rows.read(LakeTable.EVENTS, EVENTS, row -> {
            String device = device(row);
            if (isOf(pass, passes, device.hashCode())) {
                seen.add(device);
            }
        });
        earlier.read(LakeTable.IDENTITIES, IDENTITIES, row -> {
            String device = rules.stateKey(row.text(0), row.text(1));
            if (devices.containsKey(device) || seen.contains(device)) {
                IdentityRow proven = identityRow(device, row);
                proven.causedEarlier();
                devices.computeIfAbsent(device, name -> new DeviceHistory(name, findings))
                        .add(proven);
            }
        });
    }

    private String device(Rows.Row event) {
        return rules.stateKey(event.text(0), rules.deviceKey(event.textOrNull(1), event.textOrNull(2)));
    }

    private IdentityRow identityRow(String device, Rows.Row row) {
        String project = row.text(0);
        String user = row.textOrNull(2);
        long seq = row.number(5);
        UUID expected = user == null ? rules.deviceIdentity(project, row.text(1)) : rules.userIdentity(project, user);
        if (!expected.toString().equals(row.text(3))) {
            findings.add(new IdentityFinding.WrongId(
                    device, seq, "has the identity_key " + row.text(3) + ", but the rules give " + expected));
        } else if (row.number(4) != IdentityRules.amplitudeId(expected)) {
            findings.add(new IdentityFinding.WrongId(
                    device,
                    seq,
                    "has the amplitude_id " + row.number(4) + ", but the top 63 bits of its identity_key are "
                            + IdentityRules.amplitudeId(expected)));
        }
        return new IdentityRow(seq, user, row.number(4), row.place(6));
    }

    private static EventRow eventRow(@Nullable String user, Rows.Row row) {
        return new EventRow(
                row.place(7),
                user,
                row.text(3).equals(GROUP_IDENTIFY),
                row.numberOrNull(4),
                row.number(5),
                row.text(6));
    }

    private void event(@Nullable DeviceHistory history, String device, EventRow event) {
        if (history != null) {
            history.event(event);
        } else if (!event.nobodys() || event.seq() != 0) {
            findings.add(new IdentityFinding.SeqBeyondIdentities(device, event.seq(), 0));
        }
    }

    private void merges(Map<String, DeviceHistory> devices, Set<Long> persons) {
        Map<Long, DeviceHistory> anonymous = new HashMap<>();
        for (DeviceHistory history : devices.values()) {
            Long id = history.anonymousId();
            if (id != null) {
                anonymous.put(id, history);
            }
        }
        Set<Long> mergedEarlier = new HashSet<>();
        Rows earlier = rows.earlier();
        if (earlier != null) {
            earlier.read(LakeTable.MERGE_IDS, MERGES, row -> {
                DeviceHistory history = anonymous.get(row.number(0));
                if (history != null && history.merge(mergeRow(row))) {
                    mergedEarlier.add(row.number(0));
                }
            });
        }
        merges = rows.read(LakeTable.MERGE_IDS, MERGES, row -> {
            MergeRow merge = mergeRow(row);
            persons.remove(merge.amplitudeId());
            DeviceHistory history = anonymous.get(merge.amplitudeId());
            if (history != null && history.merge(merge) && !mergedEarlier.contains(merge.amplitudeId())) {
                calledFor.add(
                        merge.place().generation(),
                        merge.place().partition(),
                        merge.place().offset());
            }
        });
    }

    // A merge is known by the place of its cause: an event causes at most one.
    private void refuseOtherMerges() {
        LogPositionSet seen = new LogPositionSet();
        rows.read(LakeTable.MERGE_IDS, MERGES, row -> {
            MergeRow merge = mergeRow(row);
            LogPosition place = merge.place();
            boolean first = seen.add(place.generation(), place.partition(), place.offset());
            if (!first || !calledFor.contains(place)) {
                findings.add(
                        new IdentityFinding.MergeUnexpected(place, merge.amplitudeId(), merge.mergedAmplitudeId()));
            }
        });
    }

    private static MergeRow mergeRow(Rows.Row row) {
        return new MergeRow(row.number(0), row.number(1), row.text(2), row.place(3));
    }

    private static boolean isOf(int pass, int passes, int hash) {
        return Math.floorMod(mix(hash), passes) == pass;
    }

    // The hash maps use the low bits of the same hashes: the passes must not.
    private static int mix(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ (h >>> 15);
    }
}
