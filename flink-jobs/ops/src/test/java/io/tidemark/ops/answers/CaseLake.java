package io.tidemark.ops.answers;

import io.tidemark.config.CatalogConfig;
import io.tidemark.config.IdentityConfig;
import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.tables.DirectoryLake;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** A lake with cases of its own. All are in one catalog, each in its namespace, so that an engine is started once for all. */
public enum CaseLake {
    /** The shop, the music service, phones and traps. */
    ANALYSTS("tidemark", IdentityConfig.Scope.ORGANISATION, AnalystsLake::fill, AllCases::list),
    /** Projects whose people have nothing to do with each other, though their devices and users have the same ids. */
    PROJECTS("projects", IdentityConfig.Scope.PROJECT, ProjectsLake::fill, ProjectCases::all),
    /** Partitions that fall behind, written by hand. */
    PARTITIONS(
            "partitions",
            IdentityConfig.Scope.ORGANISATION,
            (config, scratch) -> PartitionsLake.fill(config),
            PartitionCases::all),
    /** Events that are on another day since the log was read by other rules, written by hand. */
    REBUILT(
            "rebuilt",
            IdentityConfig.Scope.ORGANISATION,
            (config, scratch) -> RebuiltLake.fill(config),
            ChangeCases::moved),
    /** Events that came in behind a newer one of the same person. */
    LATE("late", TrapCases::late),
    /** Nobody does one thing after the first day, and others go on. */
    QUIET("quiet", TrapCases::quiet),
    /** A day after which there are events. */
    UNTIL("until", TrapCases::until),
    /** An event that is ahead of its arrival. */
    AHEAD("ahead", TrapCases::ahead),
    /** People with properties, and events with lists. */
    PLAN("plan", PlanCases::ofTheFile),
    /** Events outside any session, and uploads that were corrected or not. */
    SESSIONS("sessions", TrapCases::sessions),
    /** Payments, one of a type with a $ in front. */
    PAID("paid", TrapCases::paid);

    private final String namespace;
    private final IdentityConfig.Scope scope;

    // Functions without a state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Filling filling;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<List<Case>> cases;

    CaseLake(String namespace, IdentityConfig.Scope scope, Filling filling, Supplier<List<Case>> cases) {
        this.namespace = namespace;
        this.scope = scope;
        this.filling = filling;
        this.cases = cases;
    }

    /** One of a file of {@link TrapFiles}. */
    CaseLake(String file, Supplier<List<Case>> cases) {
        this("q_" + file, IdentityConfig.Scope.ORGANISATION, (config, scratch) -> TrapFiles.fill(config, file), cases);
    }

    /** How a lake is filled; what is needed only for that goes to a directory of its own. */
    private interface Filling {
        Histories fill(TidemarkConfig config, Path scratch) throws Exception;
    }

    /** The namespace that its tables are in. */
    public String namespace() {
        return namespace;
    }

    /** Its configuration, in the catalog of a directory. */
    public TidemarkConfig config(Path directory) {
        TidemarkConfig whole = DirectoryLake.config(directory);
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
                whole.questions(),
                whole.collector());
    }

    /** Fills it, in the catalog of a directory, and says what it has taken in. */
    public Histories fill(Path directory) throws Exception {
        return filling.fill(config(directory), directory.resolve(namespace));
    }

    List<Case> cases() {
        return cases.get();
    }
}
