package io.tidemark.job.tables;

import io.tidemark.job.fence.WriterRefused;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.guard.Caller;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.flink.CatalogLoader;

/**
 * Opens the lake's catalog on a Flink worker, through the same guard as everybody else. To the job, whatever the guard
 * refuses is a {@link WriterRefused}.
 */
public final class LakeCatalogLoader implements CatalogLoader {
    private final CatalogSettings settings;
    private final Caller caller;

    /** A loader of this lake's catalog, opened as this caller. */
    public LakeCatalogLoader(CatalogSettings settings, Caller caller) {
        this.settings = settings;
        this.caller = caller;
    }

    @Override
    public Catalog loadCatalog() {
        return caller.writer() == null
                ? Lake.open(settings, caller).catalog()
                : Lake.open(settings, caller, WriterRefused::new).catalog();
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public CatalogLoader clone() {
        return new LakeCatalogLoader(settings, caller);
    }

    @Override
    public String toString() {
        return "LakeCatalogLoader[" + settings + "]";
    }
}
