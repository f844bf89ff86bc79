package io.tidemark.lake.guard;

import io.tidemark.lake.guard.Change.ChangeNamespace;
import io.tidemark.lake.guard.Change.Commit;
import io.tidemark.lake.guard.Change.CreateTable;
import io.tidemark.lake.guard.Change.DropTable;
import io.tidemark.lake.guard.Change.LoadToWrite;
import io.tidemark.lake.guard.Change.RenameTable;
import io.tidemark.lake.guard.Decision.Allowed;
import io.tidemark.lake.guard.Decision.Refused;
import io.tidemark.lake.guard.Decision.ToTrash;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules: what this caller may do at this time. A decision depends on these values and on the change alone.
 *
 * <p>First the fence of the job, then the environment: neither is ever overridden. Then the protection, which a
 * break-glass permission overrides, on the record; even then a protected table that is dropped goes to the trash.
 *
 * @param caller who makes the request
 * @param limits how long things are kept
 * @param now the time
 */
public record Guard(Caller caller, Limits limits, Instant now) {
    /** What becomes of a change. */
    public Decision review(Change change) {
        Optional<Refused> never = fence(change).or(() -> otherEnvironment(change));
        if (never.isPresent()) {
            return never.get();
        }
        Optional<Refused> refused = protection(change);
        BreakGlass permission = caller.breakGlass();
        if (refused.isPresent() && (permission == null || !now.isBefore(permission.until()))) {
            return refused.get();
        }
        Refused overridden = refused.orElse(null);
        if (change instanceof DropTable drop && !isOver(drop.target())) {
            boolean keep = drop.target().isProtected();
            Duration kept =
                    keep && limits.trashFor().compareTo(limits.floor()) < 0 ? limits.floor() : limits.trashFor();
            if (!kept.isZero()) {
                return new ToTrash(now.plus(kept), overridden);
            }
        }
        return new Allowed(overridden);
    }

    private Optional<Refused> fence(Change change) {
        Writer writer = caller.writer();
        if (writer == null) {
            return Optional.empty();
        }
        if (change instanceof Commit commit) {
            return fence(writer, commit.target(), commit.lineage());
        }
        return change instanceof LoadToWrite load ? fence(writer, load.target(), load.lineage()) : Optional.empty();
    }

    private static Optional<Refused> fence(Writer writer, Target table, Lineage lineage) {
        int epoch = LakeProperties.epoch(table.properties());
        String claim = table.properties().get(LakeProperties.CLAIM);
        String name = table.name().substring(table.name().lastIndexOf('.') + 1);
        String madeFor = writer.tableIds().get(name);
        String who = "The job of epoch " + writer.epoch();
        String notWriting = who + " may not write to the table " + table.name();
        if (writer.epoch() < epoch) {
            return refused(RefusalCode.OLDER_EPOCH, notWriting, "it is at epoch " + epoch);
        }
        if (writer.claim() != null && claim != null && !claim.equals(writer.claim())) {
            return refused(RefusalCode.ANOTHER_START, who, "the table " + table.name(), claim, writer.claim());
        }
        if (madeFor != null && !madeFor.equals(lineage.uuid())) {
            return refused(RefusalCode.TABLE_MADE_AGAIN, table.name(), who, madeFor, lineage.uuid(), name);
        }
        if (lineage.lostOwn() != null) {
            return refused(
                    RefusalCode.ROLLED_BACK,
                    notWriting,
                    "its own snapshot " + lineage.lostOwn() + " is no longer part of it",
                    "The table was");
        }
        return Optional.empty();
    }

    private Optional<Refused> otherEnvironment(Change change) {
        Stream<Target> touched = change instanceof CreateTable create
                ? Stream.of(create.target(), create.namespace())
                : Stream.of(change.target());
        // The job and readers may load what they may not change.
        return touched.map(target -> LakeProperties.environment(target.properties()))
                .filter(environment -> environment != null && !environment.equals(caller.environment()))
                .findFirst()
                .map(environment -> Refused.of(
                        RefusalCode.OTHER_ENVIRONMENT,
                        "This would " + change.describe() + ", which",
                        environment,
                        caller.environment()));
    }

    private Optional<Refused> protection(Change change) {
        Target target = change.target();
        if (change instanceof DropTable && target.trashed() && !isOver(target)) {
            Instant time = LakeProperties.expiresAt(target.properties());
            return refused(
                    RefusalCode.NOT_YET_DUE, change.describe(), time == null ? "a time that it does not name" : time);
        }
        if (!target.isProtected() || change instanceof LoadToWrite || change instanceof CreateTable || isOver(target)) {
            return Optional.empty();
        }
        if (change instanceof Commit commit) {
            return commit.effects().stream()
                    .map(effect -> effect(target, effect))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (change instanceof RenameTable rename && comesBack(rename)) {
            return Optional.empty();
        }
        return refused(
                RefusalCode.PROTECTED,
                change.describe(),
                change instanceof ChangeNamespace
                        ? "Leave it, or drop what is in it first"
                        : "To go back in time use `tidemark restore`");
    }

    private Optional<Refused> effect(Target table, Effect effect) {
        Effect.Kind kind = effect.kind();
        if (kind == Effect.Kind.HEAD_BACK_UNFENCED && caller.purpose() != Purpose.RESTORE) {
            return effect(table, Effect.of(Effect.Kind.HEAD_BACK, effect.detail()));
        }
        if (kind == Effect.Kind.ROWS && LakeProperties.takesCorrections(table.properties())) {
            return effect(table, Effect.of(Effect.Kind.CORRECTIONS, effect.detail()));
        }
        if (kind == Effect.Kind.ROWS && LakeProperties.takesConfiguration(table.properties())) {
            return effect(table, Effect.of(Effect.Kind.CONFIGURATION, effect.detail()));
        }
        if (!kind.purposes().contains(caller.purpose())) {
            return refused(kind.refusal(), effect.detail(), table.name());
        }
        Instant youngest = effect.youngest();
        if (youngest != null && youngest.isAfter(now.minus(limits.floor()))) {
            return refused(
                    RefusalCode.BELOW_THE_FLOOR,
                    effect.detail(),
                    table.name(),
                    youngest,
                    limits.floor().toHours());
        }
        return Optional.empty();
    }

    private boolean isOver(Target target) {
        return caller.purpose() == Purpose.CARE && target.isDue(now);
    }

    private boolean comesBack(RenameTable rename) {
        String was = rename.target().properties().get(LakeProperties.TRASH_OF);
        return rename.target().trashed()
                && caller.purpose() == Purpose.CARE
                && (was == null || was.equals(rename.to()));
    }

    private static Optional<Refused> refused(RefusalCode code, @Nullable Object... values) {
        return Optional.of(Refused.of(code, values));
    }
}
