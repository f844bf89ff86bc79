package io.tidemark.ops.drill;

import io.tidemark.lake.catalog.LakeFailure;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.ops.drill.DrillReport.Check;
import io.tidemark.ops.drill.DrillReport.Step;
import io.tidemark.ops.embedded.EmbeddedFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happens in a drill, written down as it happens. */
final class Logbook {
    private static final double NANOS = 1e9;
    private static final long LOOK_EVERY_MILLIS = 100;
    private static final long PATIENCE_NANOS = 300_000_000_000L;

    private static final long FAILS_WITHIN_NANOS = 30_000_000_000L;

    private final Consumer<String> say;
    private final List<Step> steps = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    /** An empty logbook that also tells a person who watches. */
    Logbook(Consumer<String> say) {
        this.say = say;
    }

    List<Step> steps() {
        return steps;
    }

    List<Check> checks() {
        return checks;
    }

    /** Does something, and writes down how long it took and what it says of itself. */
    double step(String what, Supplier<String> action) {
        return step(what, null, action);
    }

    /** The same, of a command. */
    double step(String what, @Nullable String command, Supplier<String> action) {
        say.accept(what + (command == null ? "" : ": " + command));
        long begin = System.nanoTime();
        String detail = action.get();
        double seconds = (System.nanoTime() - begin) / NANOS;
        steps.add(new Step(what, command, seconds, detail));
        say.accept(String.format(Locale.ROOT, "  %s (%.1f s)", detail, seconds));
        return seconds;
    }

    /** Writes down whether something holds. */
    void check(String what, boolean holds, String detail) {
        checks.add(new Check(what, holds, detail));
        say.accept(
                "  " + (holds ? "holds: " : "DOES NOT HOLD: ") + what + (detail.isEmpty() ? "" : " (" + detail + ")"));
    }

    /** The same, of something without which the drill cannot go on. */
    void require(String what, boolean holds, String detail) {
        check(what, holds, detail);
        if (!holds) {
            throw new DrillStopped(what);
        }
    }

    /** Waits until something is so; it is looked at ten times a second, for five minutes at most. */
    void await(String what, BooleanSupplier isSo) {
        long begin = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                require(what, false, "not within five minutes");
            }
            pause();
        }
    }

    /** Waits until something that goes on fails, half a minute at most; returns why, or nothing. */
    String failure(Runnable goesOn) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < FAILS_WITHIN_NANOS) {
            try {
                goesOn.run();
            } catch (EmbeddedFailure | LakeFailure | Refusal failed) {
                return String.valueOf(failed.getMessage());
            }
            pause();
        }
        return "";
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DrillStopped("The drill was interrupted.");
        }
    }
}
