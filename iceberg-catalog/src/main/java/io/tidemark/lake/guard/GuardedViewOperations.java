package io.tidemark.lake.guard;

import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewOperations;
import org.jspecify.annotations.Nullable;

/** The commit check of a view: every change of its query or its properties. */
public final class GuardedViewOperations implements ViewOperations {
    private final ViewOperations base;
    private final GuardEnforcer enforcer;
    private final String name;

    private GuardedViewOperations(ViewOperations base, GuardEnforcer enforcer, String name) {
        this.base = base;
        this.enforcer = enforcer;
        this.name = name;
    }

    /** Operations of the view of this name. */
    public static GuardedViewOperations wrap(ViewOperations base, GuardEnforcer enforcer, String name) {
        return new GuardedViewOperations(base, enforcer, name);
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
            enforcer.require(new Change.ReplaceView(new Target(name, before.location(), false, before.properties())));
        }
        base.commit(before, metadata);
    }
}
