package io.tidemark.lake.guard;

import java.util.List;

/** Something that a caller is about to do to a catalog or to a table. */
public sealed interface Change {
    /** What it is about. */
    Target target();

    /** What it would do, as in {@code drop the table tidemark.events}. */
    String describe();

    /** A short name for files and logs. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /**
     * A table comes, empty or registered from its files.
     *
     * @param target the table as it would be made
     * @param namespace where it would be
     */
    record CreateTable(Target target, Target namespace) implements Change {
        @Override
        public String describe() {
            return "make the table " + target.name();
        }
    }

    /**
     * A table goes.
     *
     * @param purge whether its files are to go, too
     */
    record DropTable(Target target, boolean purge) implements Change {
        @Override
        public String describe() {
            return (purge ? "drop and purge" : "drop") + " the table " + target.name();
        }
    }

    /** A table gets another name. */
    record RenameTable(Target target, String to) implements Change {
        @Override
        public String describe() {
            return "rename the table " + target.name() + " to " + to;
        }
    }

    /** Another table comes into the place of one. */
    record ReplaceTable(Target target) implements Change {
        @Override
        public String describe() {
            return "replace the table " + target.name();
        }
    }

    /** A view goes. */
    record DropView(Target target) implements Change {
        @Override
        public String describe() {
            return "drop the view " + target.name();
        }
    }

    /** A view gets another name. */
    record RenameView(Target target, String to) implements Change {
        @Override
        public String describe() {
            return "rename the view " + target.name() + " to " + to;
        }
    }

    /** A view gets another query, or other properties. */
    record ReplaceView(Target target) implements Change {
        @Override
        public String describe() {
            return "replace the view " + target.name();
        }
    }

    /** A namespace goes, or its properties change. */
    record ChangeNamespace(Target target) implements Change {
        @Override
        public String describe() {
            return "change or drop the namespace " + target.name();
        }
    }

    /**
     * The job loads a table in order to write to it.
     *
     * @param lineage the table's history, as the job must know it
     */
    record LoadToWrite(Target target, Lineage lineage) implements Change {
        @Override
        public String describe() {
            return "write to the table " + target.name();
        }
    }

    /**
     * A table's metadata changes.
     *
     * @param lineage the table's history before
     * @param effects what the commit does
     */
    record Commit(Target target, Lineage lineage, List<Effect> effects) implements Change {
        /** Keeps a copy. */
        public Commit {
            effects = List.copyOf(effects);
        }

        @Override
        public String describe() {
            return "commit to the table " + target.name();
        }
    }
}
