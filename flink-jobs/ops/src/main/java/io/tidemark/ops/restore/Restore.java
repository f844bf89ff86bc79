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
     * @param journalStore takes the journal before the first step and after every step; returns when it is safe
     * @param clock what time it is, for the journal
     */
    public Restore(RestoreActions actions, Consumer<RestoreJournal> journalStore, InstantSource clock) {
        this.actions = actions;
        this.journalStore = journalStore;
        this.clock = clock;
    }

    /**
     * Does every step that is not done.
     *
     * @return the finished journal
     */
    public RestoreJournal run(RestoreJournal begun) {
        RestoreJournal journal = begun;
        journalStore.accept(journal);
        for (RestoreStep step = journal.next(); step != null; step = journal.next()) {
            long begin = clock.millis();
            String detail = act(step, journal.plan());
            journal = journal.with(
                    new RestoreJournal.Done(step, clock.instant().toString(), clock.millis() - begin, detail));
            journalStore.accept(journal);
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
