package io.tidemark.ops.sql;

import io.tidemark.config.TidemarkConfig;
import io.tidemark.job.query.AnyText;
import io.tidemark.job.query.FoldProperties;
import io.tidemark.job.query.FoldStates;
import io.tidemark.job.query.JsonMemberText;
import io.tidemark.job.query.JsonMemberTexts;
import io.tidemark.job.query.JsonMembers;
import io.tidemark.job.query.LocalMillis;
import io.tidemark.job.query.SaidOf;
import io.tidemark.job.tables.LakeCatalogLoader;
import io.tidemark.job.tables.LakeTables;
import io.tidemark.lake.catalog.CatalogSettings;
import io.tidemark.lake.guard.Caller;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.ops.embedded.EmbeddedCluster;
import io.tidemark.ops.question.Arguments;
import io.tidemark.ops.question.Dialect;
import io.tidemark.ops.question.Question;
import io.tidemark.ops.question.Statement;
import io.tidemark.ops.question.Views;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.internal.TableEnvironmentImpl;
import org.apache.flink.table.api.internal.TableEnvironmentInternal;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.operations.Operation;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.FlinkCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Read-only SQL over one lake. Statements run one after the other, on a Flink cluster in this process that starts with
 * the first, each seeing the newest snapshots; times without a zone are UTC. Not for several threads.
 */
public final class LakeQueries implements AutoCloseable {
    /** Enough for a laptop's disk; a lake that needs more is queried through a cluster's engine. */
    private static final int PARALLELISM = 2;

    private static final Map<String, Class<? extends UserDefinedFunction>> FUNCTIONS = Map.of(
            AnyText.NAME, AnyText.class,
            FoldProperties.NAME, FoldProperties.class,
            FoldStates.NAME, FoldStates.class,
            JsonMembers.NAME, JsonMembers.class,
            JsonMemberText.NAME, JsonMemberText.class,
            JsonMemberTexts.NAME, JsonMemberTexts.class,
            LocalMillis.NAME, LocalMillis.class,
            SaidOf.NAME, SaidOf.class);

    private final TableEnvironmentInternal environment;
    private final FlinkCatalog catalog;
    private @Nullable EmbeddedCluster cluster;

    private LakeQueries(TableEnvironmentInternal environment, FlinkCatalog catalog) {
        this.environment = environment;
        this.catalog = catalog;
    }

    /**
     * Opens a lake for questions, through the same guard as everybody else.
     *
     * @param settings which lake; may hold a password, which no statement shows
     * @param caller who makes the request
     * @throws QueryFailure if the catalog cannot be reached, or is no lake
     */
    public static LakeQueries open(CatalogSettings settings, Caller caller) {
        CatalogLoader loader = new LakeCatalogLoader(settings, caller);
        String catalogName = settings.name();
        String namespace = settings.namespace();
        String where = settings.warehouse().location() == null
                ? settings.access().place()
                : settings.warehouse().place();
        try {
            // Without the properties: SHOW CREATE TABLE prints what the catalog is given here, a password too.
            var catalog = new FlinkCatalog(catalogName, namespace, Namespace.empty(), loader, Map.of(), false, -1);
            TableEnvironment environment = TableEnvironment.create(EnvironmentSettings.newInstance()
                    .inBatchMode()
                    .withConfiguration(settings())
                    .build());
            register(environment, catalogName, catalog);
            environment.useCatalog(catalogName);
            environment.useDatabase(namespace);
            FUNCTIONS.forEach(environment::createTemporarySystemFunction);
            return new LakeQueries((TableEnvironmentImpl) environment, catalog);
        } catch (RuntimeException e) {
            throw new QueryFailure(
                    "The lake at " + where + " could not be opened: " + Causes.essence(e)
                            + " Check the address, the login, and that something was ingested.",
                    e);
        }
    }

    /** The same for the lake of a configuration. */
    public static LakeQueries open(TidemarkConfig config) {
        return open(LakeTables.settings(config), LakeTables.caller(config));
    }

    /**
     * Answers one statement: SELECT, WITH, VALUES, SHOW, DESCRIBE or EXPLAIN.
     *
     * @throws Refusal if the statement would change something
     * @throws QueryFailure if it cannot be understood or planned; later failures come while rows are read
     */
    public Answer query(String sql) {
        String statement = sql.strip().replaceAll("[;\\s]+$", "");
        if (statement.isEmpty()) {
            throw new QueryFailure("The query is empty; give one statement.", null);
        }
        return execute(statement, register(statement));
    }

    /**
     * Answers a question.
     *
     * @param mark the mark as of which the tables are read; null: now
     * @throws Refusal if it would change something
     * @throws QueryFailure if it cannot be planned; later failures come while rows are read
     * @throws io.tidemark.ops.question.WrongArgument if a project is given, and it cannot be restricted to one
     */
    public Answer run(Question question, Arguments arguments, @Nullable String mark) {
        boolean plain = mark == null
                && arguments.project() == null
                && question.parameters().isEmpty()
                && question.name().isEmpty();
        return plain
                ? query(question.sql())
                : execute(Statement.render(question, arguments, Dialect.FLINK, mark), Map.of());
    }

    private Answer execute(String statement, Map<String, RuntimeException> leftOut) {
        try {
            Operation operation = ReadOnly.parse(environment.getParser(), statement);
            startCluster();
            return new Answer(environment.executeInternal(operation));
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure(statement, e, leftOut);
        }
    }

    // To start one takes as long as to plan a statement: it stays for the next.
    private void startCluster() {
        if (cluster == null) {
            cluster = EmbeddedCluster.start(settings(), PARALLELISM);
            cluster.choose(environment.getConfig().getConfiguration());
        }
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
        catalog.close();
    }

    /**
     * Makes the views that a statement uses; each costs some planning time.
     *
     * @return those that could not be made, mostly because their tables are not there, with the reason
     */
    private Map<String, RuntimeException> register(String statement) {
        boolean all = statement.regionMatches(true, 0, "SHOW", 0, 4);
        var leftOut = new LinkedHashMap<String, RuntimeException>();
        for (String name : all ? Views.names() : Views.namedIn(statement)) {
            try {
                environment.executeSql(
                        "CREATE TEMPORARY VIEW IF NOT EXISTS `" + name + "` AS\n" + Views.query(name, Dialect.FLINK));
            } catch (RuntimeException e) {
                leftOut.put(name, e);
            }
        }
        return leftOut;
    }

    private static QueryFailure failure(String statement, RuntimeException e, Map<String, RuntimeException> leftOut) {
        if (!leftOut.isEmpty()) {
            Map.Entry<String, RuntimeException> view =
                    leftOut.entrySet().iterator().next();
            String reason = Causes.essence(view.getValue());
            return new QueryFailure(
                    "The view " + view.getKey() + " cannot be queried here: " + reason
                            + " SHOW TABLES names what is here.",
                    view.getValue());
        }
        return e instanceof QueryFailure known ? known : Causes.beforeRows(statement, e);
    }

    /** Its successor takes the catalog's properties in place of the catalog, and SHOW CREATE CATALOG prints them. */
    @SuppressWarnings("deprecation")
    private static void register(TableEnvironment environment, String name, FlinkCatalog catalog) {
        environment.registerCatalog(name, catalog);
    }

    private static Configuration settings() {
        var settings = new Configuration();
        Map.ofEntries(
                        Map.entry("parallelism.default", Integer.toString(PARALLELISM)),
                        Map.entry("table.exec.iceberg.infer-source-parallelism.max", Integer.toString(PARALLELISM)),
                        Map.entry("table.local-time-zone", "UTC"),
                        // With reuse, Flink 2.1 joins a side that is spread by one key with one that is spread by two,
                        // and
                        // loses rows without a word.
                        Map.entry("table.optimizer.reuse-sub-plan-enabled", "false"),
                        // The adaptive scheduler of batch jobs plans in rounds, which costs seconds on small answers.
                        Map.entry("jobmanager.scheduler", "Default"),
                        Map.entry("taskmanager.memory.managed.size", "256m"),
                        // The largest row that can be shown: dead_letters keeps records of up to 64 MiB whole.
                        Map.entry("collect-sink.batch-size.max", "72m"))
                .forEach(settings::setString);
        return settings;
    }
}
