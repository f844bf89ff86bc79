package io.tidemark.job.restore;

import io.tidemark.lake.restore.RestoreJournal;
import io.tidemark.lake.restore.RestorePlan;
import io.tidemark.lake.restore.RestoreStep;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * A restore: its steps in order, each once. How far it is, is written down after every step and nowhere else, so a crash
 * at any point leaves a restore that does the step again, or goes on with the next.
 */
public final class Restore {
    private final Ground ground;
    private final Consumer<RestoreJournal> diary;
    private final InstantSource clock;

    /**
     * A restore.
     *
     * @param ground what it does its steps to
     * @param diary takes the journal after every step, before the next; returns when it is safe
     * @param clock what time it is, for the journal
     */
    public Restore(Ground ground, Consumer<RestoreJournal> diary, InstantSource clock) {
        this.ground = ground;
        this.diary = diary;
        this.clock = clock;
    }

    /** Watches a restore go on. */
    public interface Watcher {
        /** A step begins. */
        void begins(RestoreStep step);

        /** A step is done. */
        void done(RestoreJournal.Done step);
    }

    /**
     * Does every step that is not done.
     *
     * @return the finished journal
     */
    public RestoreJournal run(RestoreJournal begun, Watcher watcher) {
        RestoreJournal journal = begun;
        diary.accept(journal);
        for (RestoreStep step = journal.next(); step != null; step = journal.next()) {
            watcher.begins(step);
            long begin = clock.millis();
            String detail = act(step, journal.plan());
            RestoreJournal.Done done =
                    new RestoreJournal.Done(step, clock.instant().toString(), clock.millis() - begin, detail);
            journal = journal.with(done);
            diary.accept(journal);
            watcher.done(done);
        }
        return journal;
    }

    private String act(RestoreStep step, RestorePlan plan) {
        return switch (step) {
            case FENCE -> ground.fence(plan);
            case STOP -> ground.stop(plan);
            case TAG -> ground.tag(plan);
            case FILES -> ground.files(plan);
            case TABLES -> ground.tables(plan);
            case STATE -> ground.state(plan);
            case REPLAY -> ground.replay(plan);
            case START -> ground.start(plan);
            case AUDIT -> ground.audit(plan);
        };
    }
}
