package io.tidemark.ops.embedded;

import org.apache.flink.client.FlinkPipelineTranslationUtil;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;

/**
 * By which Flink's own environments run what they are given on an {@link EmbeddedCluster} that is there already.
 * Flink's {@code local} starts a cluster for every statement, and its {@code remote} refuses large rows and logs them.
 *
 * <p>Flink finds it as a service; {@link EmbeddedCluster#choose} selects it.
 */
public final class EmbeddedExecutor implements PipelineExecutorFactory {
    private static final String NAME = "tidemark-embedded";
    private static final ConfigOption<String> CLUSTER =
            ConfigOptions.key("tidemark.embedded.cluster").stringType().noDefaultValue();

    /** For Flink. */
    public EmbeddedExecutor() {}

    /** Makes a configuration select a cluster. */
    static void choose(Configuration configuration, String cluster) {
        configuration.set(DeploymentOptions.TARGET, NAME);
        configuration.set(CLUSTER, cluster);
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean isCompatibleWith(Configuration configuration) {
        return NAME.equals(configuration.get(DeploymentOptions.TARGET));
    }

    @Override
    public PipelineExecutor getExecutor(Configuration chosen) {
        return (pipeline, configuration, classes) -> EmbeddedCluster.named(configuration.get(CLUSTER))
                .execute(
                        FlinkPipelineTranslationUtil.getJobGraph(
                                classes, pipeline, configuration, configuration.get(CoreOptions.DEFAULT_PARALLELISM)),
                        classes);
    }
}
