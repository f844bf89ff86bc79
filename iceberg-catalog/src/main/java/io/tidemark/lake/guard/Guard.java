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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules: what this caller may do at this moment. A decision depends on these values and on the change alone.
 *
 * <p>First the fence of the job, then the environment: neither is ever overridden. Then the protection, which a
 * break-glass permission overrides, on the record; even then a protected table that is dropped goes to the trash.
 *
 * @param caller who asks
 * @param limits how long things are kept
 * @param now the moment
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
        String madeFor =
                writer.tableIds().get(table.name().substring(table.name().lastIndexOf('.') + 1));
        String who = "The job of epoch " + writer.epoch() + " may not write to the table " + table.name();
        if (writer.epoch() < epoch) {
            return refused(
                    "older-epoch",
                    who + ": it is at epoch " + epoch + ", for the lake was restored since.",
                    "Stop this job; `tidemark restore` started, or says how to start, the one of the new epoch.");
        }
        if (writer.claim() != null && claim != null && !claim.equals(writer.claim())) {
            return refused(
                    "another-start",
                    who + ": the job was started once more (" + claim + ") after this start (" + writer.claim() + ").",
                    "Stop this job: the later start goes on from where the tables are.");
        }
        if (madeFor != null && !madeFor.equals(lineage.uuid())) {
            return refused(
                    "table-made-again",
                    who + ": it was made for the table " + madeFor + ", and this one, of the same name, is "
                            + lineage.uuid() + ".",
                    "Bring the old one back with `tidemark undrop`, or go back to a mark with `tidemark restore`.");
        }
        if (lineage.lostOwn() != null) {
            return refused(
                    "rolled-back",
                    who + ": its own snapshot " + lineage.lostOwn()
                            + " is no longer part of it, so the table was rolled"
                            + " back behind the job's back, and to go on would leave a hole.",
                    "Go back to a mark with `tidemark restore`, which takes the job's state and its place in Kafka"
                            + " along.");
        }
        return Optional.empty();
    }

    private Optional<Refused> otherEnvironment(Change change) {
        Stream<Target> touched = change instanceof CreateTable create
                ? Stream.of(create.target(), create.namespace())
                : Stream.of(change.target());
        // The job and whoever reads may load what they may not change.
        return touched.map(target -> LakeProperties.environment(target.properties()))
                .filter(environment -> environment != null && !environment.equals(caller.environment()))
                .findFirst()
                .map(environment -> new Refused(
                        "other-environment",
                        "This would " + change.words() + ", which belongs to the environment '" + environment
                                + "', and you are configured for '" + caller.environment()
                                + "': you may read there, and nothing else.",
                        "Use the configuration of '" + environment + "', or the lake of '" + caller.environment()
                                + "'."));
    }

    private Optional<Refused> protection(Change change) {
        Target target = change.target();
        if (change instanceof DropTable && target.trashed() && !isOver(target)) {
            return refused(
                    "not-yet-due",
                    "This would " + change.words() + ", which lies in the trash until "
                            + LakeProperties.diesAt(target.properties()) + ".",
                    "Bring it back with `tidemark undrop`, or let `tidemark trash --empty` remove it when it is time.");
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
        String remedy = change instanceof ChangeNamespace
                ? "Leave it, or drop what is in it first."
                : "To go back in time use `tidemark restore`; if you mean it, say so with a break-glass permission.";
        return refused("protected", "This would " + change.words() + ", which is protected.", remedy);
    }

    private Optional<Refused> effect(Target table, Effect effect) {
        Effect.Kind kind = effect.kind();
        String would = "This would " + effect.detail() + ", of the protected table " + table.name() + ": ";
        if (kind == Effect.Kind.HEAD_BACK_UNFENCED && caller.purpose() != Purpose.RESTORE) {
            return effect(table, Effect.of(Effect.Kind.HEAD_BACK, effect.detail()));
        }
        if (kind == Effect.Kind.ROWS && LakeProperties.takesCorrections(table.properties())) {
            return effect(table, Effect.of(Effect.Kind.CORRECTIONS, effect.detail()));
        }
        if (!kind.purposes().contains(caller.purpose())) {
            return refused(kind.refusal(), would + kind.why() + ".", kind.remedy());
        }
        Instant youngest = effect.youngest();
        if (youngest != null && youngest.isAfter(now.minus(limits.floor()))) {
            return refused(
                    "below-the-floor",
                    would + "the youngest of them is of " + youngest + ", and they are kept for "
                            + limits.floor().toHours() + " hours.",
                    "Wait, or keep fewer by a lower floor.");
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

    private static Optional<Refused> refused(String name, String sentence, String remedy) {
        return Optional.of(new Refused(name, sentence, remedy));
    }

    /** The names under which something is refused, for documents and tests. */
    public static List<String> names() {
        return Stream.concat(
                        Stream.of(
                                "older-epoch",
                                "another-start",
                                "table-made-again",
                                "rolled-back",
                                "other-environment",
                                "protected",
                                "not-yet-due",
                                "below-the-floor"),
                        Stream.of(Effect.Kind.values()).map(Effect.Kind::refusal))
                .toList();
    }
}
