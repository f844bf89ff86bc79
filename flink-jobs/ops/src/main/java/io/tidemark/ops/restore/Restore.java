package io.tidemark.ops.restore;

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
    private final RestoreActions actions;
    private final Consumer<RestoreJournal> journalStore;
    private final InstantSource clock;

    /**
     * A restore.
     *
     * @param actions what it does its steps to
     * @param journalStore takes the journal after every step, before the next; returns when it is safe
     * @param clock what time it is, for the journal
     */
    public Restore(RestoreActions actions, Consumer<RestoreJournal> journalStore, InstantSource clock) {
        this.actions = actions;
        this.journalStore = journalStore;
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
        journalStore.accept(journal);
        for (RestoreStep step = journal.next(); step != null; step = journal.next()) {
            watcher.begins(step);
            long begin = clock.millis();
            String detail = act(step, journal.plan());
            RestoreJournal.Done done =
                    new RestoreJournal.Done(step, clock.instant().toString(), clock.millis() - begin, detail);
            journal = journal.with(done);
            journalStore.accept(journal);
            watcher.done(done);
        }
        return journal;
    }

    private String act(RestoreStep step, RestorePlan plan) {
        return switch (step) {
            case FENCE -> actions.fence(plan);
            case STOP -> actions.stop(plan);
            case TAG -> actions.tag(plan);
            case FILES -> actions.files(plan);
            case TABLES -> actions.tables(plan);
            case STATE -> actions.state(plan);
            case REPLAY -> actions.replay(plan);
            case START -> actions.start(plan);
            case AUDIT -> actions.audit(plan);
        };
    }
}
