package io.tidemark.lake.care;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which snapshots may go. Those stay that are younger than the floor, that any ref names, and of the table's own line
 * the head, the job's last, everything from the newest consistent snapshot of the whole lake on, and what the table was
 * when the floor began. A snapshot of the job's beside that line, newer than the job's last in it, stays as well: it
 * shows that somebody has rolled the table back behind the job's back, and without it the job would go on and leave a
 * hole.
 *
 * @param floor the age below which nothing goes
 */
public record ExpiryPolicy(Duration floor) {
    /** The ids of the snapshots that may go, in the order of the table's list. */
    public List<Long> expired(Past past, Instant now) {
        Instant since = now.minus(floor);
        Set<Long> needed = neededInLine(past, since);
        needed.addAll(abandoned(past));
        return past.snapshots().stream()
                .filter(snapshot -> snapshot.committedAt().isBefore(since))
                .map(Past.Entry::id)
                .filter(id -> !needed.contains(id) && !past.held().contains(id))
                .toList();
    }

    private static List<Long> abandoned(Past past) {
        Map<Long, Past.Entry> byId = new HashMap<>();
        past.snapshots().forEach(snapshot -> byId.put(snapshot.id(), snapshot));
        Past.Entry at = past.head() == null ? null : byId.get(past.head());
        while (at != null && !at.stamped()) {
            at = at.parent() == null ? null : byId.get(at.parent());
        }
        Instant last = at == null ? Instant.MIN : at.committedAt();
        return past.snapshots().stream()
                .filter(snapshot -> snapshot.stamped() && snapshot.committedAt().isAfter(last))
                .map(Past.Entry::id)
                .toList();
    }

    // The head's ancestors, newest first, as far as they are needed for what they are in that line.
    private static Set<Long> neededInLine(Past past, Instant since) {
        Map<Long, Past.Entry> byId = new HashMap<>();
        past.snapshots().forEach(snapshot -> byId.put(snapshot.id(), snapshot));
        Set<Long> needed = new HashSet<>();
        if (past.shared() != null) {
            needed.add(past.shared());
        }
        boolean belowMoment = past.shared() == null;
        boolean belowFloor = false;
        boolean belowStamp = false;
        Set<Long> seen = new HashSet<>();
        Past.Entry at = past.head() == null ? null : byId.get(past.head());
        while (at != null && seen.add(at.id())) {
            boolean stateAtFloor = !belowFloor && !at.committedAt().isAfter(since);
            boolean jobsLast = !belowStamp && at.stamped();
            if (!belowMoment || stateAtFloor || jobsLast || Objects.equals(at.id(), past.head())) {
                needed.add(at.id());
            }
            belowMoment |= Objects.equals(at.id(), past.shared());
            belowFloor |= stateAtFloor;
            belowStamp |= jobsLast;
            at = at.parent() == null ? null : byId.get(at.parent());
        }
        return needed;
    }
}
