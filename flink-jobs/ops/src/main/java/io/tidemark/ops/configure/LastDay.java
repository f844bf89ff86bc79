package io.tidemark.ops.configure;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.read.TableRows;
import io.tidemark.lake.status.NewestRecord;
import io.tidemark.lake.table.Columns;
import io.tidemark.lake.table.LakeTable;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.intake.Screening;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigValue.Filter;
import io.tidemark.rules.service.ConfigValue.SchemaPlan;
import io.tidemark.rules.service.Difference;
import io.tidemark.rules.service.SchemaMode;
import io.tidemark.rules.service.ServiceConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/**
 * The accepted events of the last day before the newest one in the lake, screened by a version that is not made yet with the
 * very rule by which the job would screen them. Only the columns are read that the version speaks of.
 */
final class LastDay {
    /** About how many events are looked at; of more, a sample of whole files. */
    static final long LOOKED_AT = 5_000_000;

    private static final Duration DAY = Duration.ofHours(24);
    private static final long TOLD_EVERY = 10_000;
    private static final Map<String, Field> FIELDS =
            Field.all().stream().collect(Collectors.toUnmodifiableMap(Field::jsonName, Function.identity()));
    private static final String EVENT_PROPERTIES = Field.EVENT_PROPERTIES.jsonName();
    private static final String USER_PROPERTIES = Field.USER_PROPERTIES.jsonName();

    private final ServiceConfig before;
    private final ServiceConfig after;
    private final Set<String> projects;
    private final LongConsumer eventsRead;
    private final Screening screening = new Screening();
    private final Event event = new Event();
    private long events;
    private long parked;
    private long read;

    private LastDay(ServiceConfig before, ServiceConfig after, Set<String> projects, LongConsumer eventsRead) {
        this.before = before;
        this.after = after;
        this.projects = projects;
        this.eventsRead = eventsRead;
    }

    /**
     * The share that a version would have parked.
     *
     * @param before what counts without it
     * @param after what counts with it
     * @param changes in what they differ
     * @param eventsRead is told now and then how many events were read
     * @return nothing for a version that parks no more than before, or a lake without events
     * @throws io.tidemark.lake.catalog.LakeFailure if the events cannot be read
     */
    static Optional<ParkedShare> screen(
            Lake lake, ServiceConfig before, ServiceConfig after, List<Difference> changes, LongConsumer eventsRead) {
        return screen(lake, before, after, changes, eventsRead, LOOKED_AT);
    }

    /**
     * The same for another size of the sample.
     *
     * @param lookedAt about how many events are looked at
     */
    static Optional<ParkedShare> screen(
            Lake lake,
            ServiceConfig before,
            ServiceConfig after,
            List<Difference> changes,
            LongConsumer eventsRead,
            long lookedAt) {
        Set<String> projects = projects(changes);
        if (projects.isEmpty() || !lake.isReadable(LakeTable.EVENTS)) {
            return Optional.empty();
        }
        Table table = lake.table(LakeTable.EVENTS);
        Snapshot head = table.currentSnapshot();
        Optional<Instant> newest = NewestRecord.of(table);
        return head == null
                ? Optional.empty()
                : newest.map(to ->
                        new LastDay(before, after, projects, eventsRead).of(table, head.snapshotId(), to, lookedAt));
    }

    /** The projects of which a version parks what it did not before. */
    private static Set<String> projects(List<Difference> changes) {
        Set<String> projects = new HashSet<>();
        for (Difference change : changes) {
            String project = change.key().project();
            if (project != null && parks(change.after())) {
                projects.add(project);
            }
        }
        return projects;
    }

    private static boolean parks(@Nullable ConfigValue value) {
        return value instanceof Filter || (value instanceof SchemaPlan plan && plan.mode() == SchemaMode.PARK);
    }

    private ParkedShare of(Table table, long snapshot, Instant to, long lookedAt) {
        Instant from = to.minus(DAY);
        Expression day = Expressions.and(
                Expressions.greaterThan(Columns.SERVER_UPLOAD_TIME, ChronoUnit.MICROS.between(Instant.EPOCH, from)),
                Expressions.in(Columns.PROJECT_ID, projects.toArray()));
        Schema columns = table.schema().select(columns());
        boolean whole = TableRows.sampleWhere(table, snapshot, day, columns, lookedAt, row -> {
            Instant came = ((OffsetDateTime) row.getField(Columns.SERVER_UPLOAD_TIME)).toInstant();
            if (came.isAfter(from) && projects.contains(row.getField(Columns.PROJECT_ID))) {
                screen(row);
            }
            if (++read % TOLD_EVERY == 0) {
                eventsRead.accept(read);
            }
        });
        return new ParkedShare(events, parked, !whole, from, to);
    }

    private void screen(Record row) {
        event.clear();
        row.struct().fields().forEach(column -> {
            Object value = row.getField(column.name());
            if (value instanceof String text) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                event.put(Objects.requireNonNull(FIELDS.get(column.name())), bytes, 0, bytes.length);
            } else if (value instanceof Record) {
                // That it was let back in is all that counts.
                event.put(Field.RELEASED_FROM, new LogPosition(0, 0, 0));
            }
        });
        events++;
        if (screening.screen(after, event).refusal() != null
                && screening.screen(before, event).refusal() == null) {
            parked++;
        }
    }

    /** What the filters and plans of both configurations look at. */
    private Set<String> columns() {
        Set<String> columns = new HashSet<>(
                Set.of(Columns.PROJECT_ID, Columns.EVENT_TYPE, Columns.SERVER_UPLOAD_TIME, Columns.RELEASED_FROM));
        for (ServiceConfig config : List.of(before, after)) {
            config.entries().forEach((key, value) -> columns.addAll(columns(key, value)));
        }
        return columns;
    }

    private Set<String> columns(ConfigKey key, ConfigValue value) {
        Set<String> columns = new HashSet<>();
        if (!projects.contains(Objects.requireNonNullElse(key.project(), ""))) {
            return columns;
        }
        if (value instanceof Filter filter) {
            filter.where().keySet().forEach(name -> columns.add(column(name)));
        } else if (value instanceof SchemaPlan) {
            columns.add(EVENT_PROPERTIES);
        }
        return columns;
    }

    private static String column(String condition) {
        if (condition.startsWith(EVENT_PROPERTIES + ".")) {
            return EVENT_PROPERTIES;
        }
        return condition.startsWith(USER_PROPERTIES + ".") ? USER_PROPERTIES : condition;
    }
}
