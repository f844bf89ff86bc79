package io.tidemark.job.connect;

import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.catalog.Lake;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.flink.CatalogLoader;

/** Opens the lake's catalog on a Flink worker, through the same door as everybody else. */
public final class LakeCatalogLoader implements CatalogLoader {
    private final CatalogSettings settings;

    /** A loader of this lake's catalog. */
    public LakeCatalogLoader(CatalogSettings settings) {
        this.settings = settings;
    }

    @Override
    public Catalog loadCatalog() {
        return Lake.open(settings).catalog();
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public CatalogLoader clone() {
        return new LakeCatalogLoader(settings);
    }

    @Override
    public String toString() {
        return "LakeCatalogLoader[" + settings + "]";
    }
}
