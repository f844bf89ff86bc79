package io.tidemark.ops.answers;

import io.tidemark.job.config.CatalogConfig;
import io.tidemark.job.config.IdentityConfig;
import io.tidemark.job.config.TidemarkConfig;
import java.nio.file.Path;
import java.util.List;

/** A lake with cases of its own. All are in one catalog, each in its namespace, so that an engine is started once for all. */
public enum CaseLake {
    /** The shop, the music service, phones and traps. */
    ANALYSTS("tidemark", IdentityConfig.Scope.ORGANISATION) {
        @Override
        Histories fill(TidemarkConfig config, Path scratch) throws Exception {
            return AnalystsLake.fill(config, scratch);
        }

        @Override
        List<Case> cases() {
            return AllCases.list();
        }
    },
    /** Projects whose people have nothing to do with each other, though their devices and users have the same ids. */
    PROJECTS("projects", IdentityConfig.Scope.PROJECT) {
        @Override
        Histories fill(TidemarkConfig config, Path scratch) throws Exception {
            return ProjectsLake.fill(config, scratch);
        }

        @Override
        List<Case> cases() {
            return ProjectCases.all();
        }
    },
    /** Partitions that fall behind, written by hand. */
    PARTITIONS("partitions", IdentityConfig.Scope.ORGANISATION) {
        @Override
        Histories fill(TidemarkConfig config, Path scratch) throws Exception {
            return PartitionsLake.fill(config);
        }

        @Override
        List<Case> cases() {
            return PartitionCases.all();
        }
    },
    /** Events that are on another day since the log was read by other rules, written by hand. */
    REBUILT("rebuilt", IdentityConfig.Scope.ORGANISATION) {
        @Override
        Histories fill(TidemarkConfig config, Path scratch) throws Exception {
            return RebuiltLake.fill(config);
        }

        @Override
        List<Case> cases() {
            return ChangeCases.moved();
        }
    };

    private final String namespace;
    private final IdentityConfig.Scope scope;

    CaseLake(String namespace, IdentityConfig.Scope scope) {
        this.namespace = namespace;
        this.scope = scope;
    }

    /** The namespace that its tables are in. */
    public String namespace() {
        return namespace;
    }

    /** Its configuration, in the catalog of a directory. */
    public TidemarkConfig config(Path directory) {
        TidemarkConfig whole = TidemarkConfig.ofDirectory(directory);
        CatalogConfig catalog = whole.catalog();
        IdentityConfig identity = whole.identity();
        return new TidemarkConfig(
                whole.environment(),
                whole.kafka(),
                new CatalogConfig(
                        catalog.type(),
                        catalog.name(),
                        catalog.uri(),
                        catalog.user(),
                        catalog.password(),
                        catalog.warehouse(),
                        namespace,
                        catalog.properties(),
                        catalog.storage()),
                new IdentityConfig(scope, identity.organisation(), identity.minIdLength()),
                whole.intake(),
                whole.job(),
                whole.tables(),
                whole.marks(),
                whole.questions());
    }

    /** Fills it, in the catalog of a directory, and says what it has taken in. */
    public Histories fill(Path directory) throws Exception {
        return fill(config(directory), directory.resolve(namespace));
    }

    /** Fills it; what is needed only for that goes to a directory of its own. */
    abstract Histories fill(TidemarkConfig config, Path scratch) throws Exception;

    abstract List<Case> cases();
}
