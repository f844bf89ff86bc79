package io.tidemark.bench.restore;

import java.util.Properties;

/**
 * What a bootstrap cost.
 *
 * @param devices the devices of the state
 * @param insertKeys the insert ids that were read
 * @param savepointBytes the size of the savepoint
 * @param seconds how long it took, by the clock on the wall
 * @param readingSeconds how much of that was reading the tables
 * @param cpuSeconds CPU time of the process, all threads, from the first to the last step
 * @param heapLimitBytes the heap that the process was allowed
 * @param peakResidentBytes the most memory that the process had, heap and all; 0 where the system does not tell
 */
public record BootstrapFigures(
        long devices,
        long insertKeys,
        long savepointBytes,
        double seconds,
        double readingSeconds,
        double cpuSeconds,
        long heapLimitBytes,
        long peakResidentBytes) {
    /** The size for which the time is foretold. */
    public static final long FORETOLD_DEVICES = 100_000_000;

    /** Devices in a second, by the clock on the wall. */
    public double devicesPerSecond() {
        return devices / seconds;
    }

    /** Devices in a second of one core: what is left of the figure on a machine that others use as well. */
    public double devicesPerCpuSecond() {
        return devices / cpuSeconds;
    }

    /** Seconds for {@link #FORETOLD_DEVICES} at the speed of the wall. */
    public double foretoldSeconds() {
        return FORETOLD_DEVICES / devicesPerSecond();
    }

    /** Seconds for {@link #FORETOLD_DEVICES} on two cores that nobody else uses. */
    public double foretoldSecondsOnTwoCores() {
        return FORETOLD_DEVICES / devicesPerCpuSecond() / 2;
    }

    Properties toProperties() {
        Properties properties = new Properties();
        properties.setProperty("devices", Long.toString(devices));
        properties.setProperty("insertKeys", Long.toString(insertKeys));
        properties.setProperty("savepointBytes", Long.toString(savepointBytes));
        properties.setProperty("seconds", Double.toString(seconds));
        properties.setProperty("readingSeconds", Double.toString(readingSeconds));
        properties.setProperty("cpuSeconds", Double.toString(cpuSeconds));
        properties.setProperty("heapLimitBytes", Long.toString(heapLimitBytes));
        properties.setProperty("peakResidentBytes", Long.toString(peakResidentBytes));
        return properties;
    }

    static BootstrapFigures of(Properties properties) {
        return new BootstrapFigures(
                Long.parseLong(properties.getProperty("devices")),
                Long.parseLong(properties.getProperty("insertKeys")),
                Long.parseLong(properties.getProperty("savepointBytes")),
                Double.parseDouble(properties.getProperty("seconds")),
                Double.parseDouble(properties.getProperty("readingSeconds")),
                Double.parseDouble(properties.getProperty("cpuSeconds")),
                Long.parseLong(properties.getProperty("heapLimitBytes")),
                Long.parseLong(properties.getProperty("peakResidentBytes")));
    }
}
