package io.tidemark.ops.restore;

import io.tidemark.job.topology.DecisionRules;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.mark.Marks;
import io.tidemark.lake.restore.BeforeRestore;
import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestoreStep;
import io.tidemark.lake.restore.Restores;
import io.tidemark.lake.restore.StandIns;
import io.tidemark.lake.restore.Target;
import java.time.Instant;
import java.util.List;

/** What a restore goes back to, as a person names it; it becomes a target once the lake is read. */
public final class RestorePoint {
    private final Resolver resolver;
    private final boolean undo;

    private RestorePoint(Resolver resolver) {
        this(resolver, false);
    }

    private RestorePoint(Resolver resolver, boolean undo) {
        this.resolver = resolver;
        this.undo = undo;
    }

    private interface Resolver {
        Target resolve(LakeRestores.Parts parts);
    }

    /** The mark of this name. */
    public static RestorePoint mark(String name) {
        return new RestorePoint(parts -> Target.of(new Marks(parts.lake()).require(name)));
    }

    /** The newest mark at or before a time. */
    public static RestorePoint newestMarkAtOrBefore(Instant time) {
        return new RestorePoint(parts -> Target.of(new Marks(parts.lake())
                .newestAtOrBefore(time)
                .orElseThrow(() -> RefusalCode.NO_MARK.refuse("at or before " + time))));
    }

    /** What was there before the last restore. */
    public static RestorePoint beforeLastRestore() {
        return new RestorePoint(RestorePoint::undo, true);
    }

    private static RestoreJournal last(LakeRestores.Parts parts) {
        return new Restores(parts.lake())
                .list().stream()
                        .filter(journal -> journal.has(RestoreStep.TAG))
                        .findFirst()
                        .orElseThrow(() -> RefusalCode.NOTHING_TO_UNDO.refuse("this lake was never restored"));
    }

    private static Target undo(LakeRestores.Parts parts) {
        return new BeforeRestore(parts.lake(), DecisionRules.of(parts.site().config()))
                .target(last(parts).plan(), parts.site().log());
    }

    /** Whether it undoes a restore. */
    boolean isUndo() {
        return undo;
    }

    /** The stand-ins that an earlier restore has made and that this takes back; none where it undoes none. */
    List<StandIns.StandIn> takenBack(LakeRestores.Parts parts) {
        return undo
                ? last(parts).plan().standInVersions().stream()
                        .map(StandIns.StandIn::reversed)
                        .toList()
                : List.of();
    }

    /**
     * The target that this is in a lake.
     *
     * @throws Refusal if there is none
     */
    Target target(LakeRestores.Parts parts) {
        return resolver.resolve(parts);
    }
}
