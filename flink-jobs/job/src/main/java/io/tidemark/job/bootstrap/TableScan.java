package io.tidemark.job.bootstrap;

import io.tidemark.job.state.DeviceFold;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Murmur3;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.intake.InsertKey;
import io.tidemark.rules.intake.InsertKeys;
import io.tidemark.rules.intake.IntakeRules;
import io.tidemark.rules.service.ConfigHistory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of the tables into the {@link Spill}: of each accepted or throttled event what the state of its device
 * depends on, of each identity row what it says. For one thread.
 */
final class TableScan {
    /** The kind of a row, in the lowest bits beside its offset. */
    static final int THROTTLED = 0;

    static final int ACCEPTED = 1;
    static final int ACCEPTED_WITH_KEY = 2;
    /** The bits of the kind. */
    static final int KIND = 3;

    /** The bit of a record that counts in the window of seconds. */
    static final int COUNTS_SECONDS = 1 << 2;

    /** The bit of a record that counts in the window of hours. */
    static final int COUNTS_HOURS = 1 << 3;

    /** How far the offset is shifted to make room for these bits. */
    static final int OFFSET_SHIFT = 4;

    /** The user of an identity row that has none. */
    static final int NO_USER = -1;

    /** Bytes of a name that are there whatever the texts: hash, second half, seq, owner, two lengths. */
    static final int NAME_FIXED_BYTES = 4 * Long.BYTES + 2 * Integer.BYTES;

    private static final List<String> OUTCOME = List.of(
            Columns.DEVICE_ID,
            Columns.USER_ID,
            Columns.SERVER_RECEIVED_TIME,
            Columns.SERVER_UPLOAD_TIME,
            Columns.INGEST_EPOCH,
            Columns.KAFKA_PARTITION,
            Columns.KAFKA_OFFSET);
    /** What came to the tables later, and may be missing. A position is there where its offset is. */
    private static final List<String> OUTCOME_LATER =
            List.of(Columns.CONFIG_VERSION, Columns.RELEASED_FROM + "." + Columns.KAFKA_OFFSET);

    private static final Set<String> LATER = Set.copyOf(OUTCOME_LATER);
    private static final List<String> ACCEPTED_ONLY =
            List.of(Columns.INSERT_ID, Columns.EVENT_ID, Columns.CLIENT_EVENT_TIME, Columns.IDENTITY_SEQ);
    private static final List<String> IDENTITY =
            List.of(Columns.DEVICE_KEY, Columns.USER_ID, Columns.SEQ, Columns.AMPLITUDE_ID);

    private static final List<String> PROJECT = List.of(Columns.PROJECT_ID);

    private final KeyGroups groups;
    private final Spill.Writer spill;
    private final long since;
    private final boolean byProject;
    private final boolean projects;
    private final WindowCounts windows;
    private final DeviceName name;
    private final InsertKeys insertKeys = new InsertKeys();
    private long rows;
    private long keys;

    /**
     * A reading.
     *
     * @param since events uploaded before this time, ms since the epoch, are left out
     */
    TableScan(IntakeRules rules, ConfigHistory history, KeyGroups groups, Spill.Writer spill, long since) {
        this.groups = groups;
        this.spill = spill;
        this.since = since;
        this.byProject = rules.identities().scope() == IdentityScope.PROJECT;
        this.projects = byProject || history.newest() > 0;
        this.windows = new WindowCounts(rules, history);
        this.name = new DeviceName();
    }

    long rows() {
        return rows;
    }

    long keys() {
        return keys;
    }

    /** Reads a file of {@code events}, {@code throttled} or {@code identities}. */
    void read(TableFile file) {
        switch (file.name()) {
            case EVENTS ->
                file.read(
                        columns(OUTCOME, OUTCOME_LATER, ACCEPTED_ONLY, projects ? PROJECT : List.of()),
                        LATER,
                        row -> outcome(row, true));
            case THROTTLED ->
                file.read(
                        columns(OUTCOME, OUTCOME_LATER, projects ? PROJECT : List.of()),
                        LATER,
                        row -> outcome(row, false));
            case IDENTITIES -> file.read(columns(IDENTITY, byProject ? PROJECT : List.of()), Set.of(), this::identity);
            case DUPLICATES, DEAD_LETTERS, MERGE_IDS, IDENTITY_OVERRIDES, SERVICE_CONFIG ->
                throw new IllegalArgumentException(
                        "The state does not depend on " + file.name().tableName());
        }
    }

    /** The tables on which the state depends. */
    static List<LakeTable> tables() {
        return List.of(LakeTable.IDENTITIES, LakeTable.EVENTS, LakeTable.THROTTLED);
    }

    // The project comes last, for it is not always read.
    @SafeVarargs
    private List<String> columns(List<String>... parts) {
        List<String> columns = new ArrayList<>();
        for (List<String> part : parts) {
            columns.addAll(part);
        }
        return columns;
    }

    private void outcome(ColumnReader row, boolean accepted) {
        long uploaded = row.number(3).millis();
        if (uploaded < since) {
            return;
        }
        boolean userOnly = !row.text(0).isPresent();
        TextColumn project = projects ? row.text(accepted ? 13 : 9) : null;
        TextColumn id = userOnly ? row.text(1) : row.text(0);
        name.set(byProject ? project : null, id, userOnly);
        long version = row.number(7).isPresent() ? row.number(7).value() : 0;
        DeviceFold.Counts counts =
                row.number(8).isPresent() ? DeviceFold.Counts.NONE : windows.of(version, project, id, userOnly);
        rows++;
        if (!accepted && counts.equals(DeviceFold.Counts.NONE)) {
            // Of a blocked device, which the state may not know at all.
            return;
        }
        InsertKey key = accepted ? insertKey(row) : null;
        int kind = key != null ? ACCEPTED_WITH_KEY : accepted ? ACCEPTED : THROTTLED;
        int bits = (counts.seconds() ? COUNTS_SECONDS : 0) | (counts.hours() ? COUNTS_HOURS : 0);
        ByteBuffer out = spill.row(groups.bucketOf(name.hash()));
        out.putLong(name.hash()).putLong(name.second());
        out.putLong((row.number(4).value() << Integer.SIZE) | row.number(5).value());
        out.putLong((row.number(6).value() << OFFSET_SHIFT) | bits | kind);
        out.putLong(row.number(2).millis()).putLong(uploaded);
        out.putLong(key == null ? 0 : key.high()).putLong(key == null ? 0 : key.low());
        keys += key == null ? 0 : 1;
        // Before a device's first identity row there is none that could tell its name.
        if (accepted && row.number(12).value() == 0) {
            name(0, 0, null);
        }
    }

    private @Nullable InsertKey insertKey(ColumnReader row) {
        TextColumn id = row.text(9);
        if (id.isPresent()) {
            return insertKeys.ofInsertId(name.bytes(), name.length(), id.bytes(), id.from(), id.length());
        }
        NumberColumn number = row.number(10);
        NumberColumn time = row.number(11);
        return number.isPresent()
                ? insertKeys.ofEventId(
                        name.bytes(),
                        name.length(),
                        number.value(),
                        time.isPresent(),
                        time.isPresent() ? time.millis() : 0)
                : null;
    }

    private void identity(ColumnReader row) {
        name.set(byProject ? row.text(4) : null, row.text(0), false);
        name(row.number(2).value(), row.number(3).value(), row.text(1));
    }

    private void name(long seq, long owner, @Nullable TextColumn userColumn) {
        TextColumn user = userColumn != null && userColumn.isPresent() ? userColumn : null;
        int userLength = user == null ? 0 : user.length();
        ByteBuffer out = spill.name(groups.bucketOf(name.hash()), NAME_FIXED_BYTES + name.length() + userLength);
        out.putLong(name.hash()).putLong(name.second()).putLong(seq).putLong(owner);
        out.putInt(name.length()).putInt(user == null ? NO_USER : userLength);
        out.put(name.bytes(), 0, name.length());
        if (user != null) {
            out.put(user.bytes(), user.from(), userLength);
        }
    }

    /** The name under which the state keeps a device, and its hash. */
    private static final class DeviceName {
        private static final byte[] USER = DeviceKey.bytes(new byte[0], 0, 0, true);
        private static final byte[] BEHIND_PROJECT = {'\u001F'};

        private final Murmur3 murmur = new Murmur3();
        private byte[] bytes = new byte[256];
        private int length;

        /** Takes the device of an id. */
        void set(@Nullable TextColumn project, TextColumn id, boolean userOnly) {
            length = 0;
            long scope = DeviceKey.NO_SCOPE;
            if (project != null) {
                add(project.bytes(), project.from(), project.length());
                scope = DeviceKey.scope(bytes, 0, length);
                add(BEHIND_PROJECT, 0, 1);
            }
            int key = length;
            if (userOnly) {
                add(USER, 0, USER.length);
            }
            add(id.bytes(), id.from(), id.length());
            murmur.start(scope).add(bytes, key, length - key).finish();
        }

        private void add(byte[] source, int from, int size) {
            if (bytes.length - length < size) {
                byte[] larger = new byte[Math.max(bytes.length * 2, length + size)];
                System.arraycopy(bytes, 0, larger, 0, length);
                bytes = larger;
            }
            System.arraycopy(source, from, bytes, length, size);
            length += size;
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }

        /** {@link DeviceKey#hash} of the device. */
        long hash() {
            return murmur.first();
        }

        /** 64 bits more, that set devices apart which share a hash. */
        long second() {
            return murmur.second();
        }
    }
}
