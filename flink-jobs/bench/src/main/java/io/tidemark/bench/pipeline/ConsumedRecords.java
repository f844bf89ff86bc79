package io.tidemark.bench.pipeline;

import io.tidemark.bench.measure.BenchFailure;
import java.lang.management.ManagementFactory;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * How many records the Kafka consumers of this process have handed to their pipeline: the same look for every pipeline,
 * from outside of it. It is ahead of the sink by what fits into the buffers between.
 */
final class ConsumedRecords {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName consumers;

    ConsumedRecords() {
        try {
            consumers = new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException("Not a name of Kafka's metrics", e);
        }
    }

    /** Records since the process began. */
    long count() {
        double count = 0;
        for (ObjectName consumer : beans.queryNames(consumers, null)) {
            try {
                count += (Double) beans.getAttribute(consumer, "records-consumed-total");
            } catch (InstanceNotFoundException | AttributeNotFoundException notYetOrGone) {
                // It is just being made, or closed.
            } catch (JMException e) {
                throw new BenchFailure("Cannot read how many records " + consumer + " has consumed: " + e, e);
            }
        }
        return (long) count;
    }
}
