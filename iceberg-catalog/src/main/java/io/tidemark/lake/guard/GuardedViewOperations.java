package io.tidemark.lake.guard;

import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewOperations;
import org.jspecify.annotations.Nullable;

/** The second door of a view: every change of what it asks or says of itself. */
public final class GuardedViewOperations implements ViewOperations {
    private final ViewOperations base;
    private final Watch watch;
    private final String name;

    private GuardedViewOperations(ViewOperations base, Watch watch, String name) {
        this.base = base;
        this.watch = watch;
        this.name = name;
    }

    /** Operations of the view of this name. */
    public static GuardedViewOperations wrap(ViewOperations base, Watch watch, String name) {
        return new GuardedViewOperations(base, watch, name);
    }

    @Override
    public @Nullable ViewMetadata current() {
        return base.current();
    }

    @Override
    public @Nullable ViewMetadata refresh() {
        return base.refresh();
    }

    @Override
    public void commit(@Nullable ViewMetadata before, ViewMetadata metadata) {
        if (before != null) {
            watch.require(new Change.ReplaceView(new Target(name, before.location(), false, before.properties())));
        }
        base.commit(before, metadata);
    }
}
