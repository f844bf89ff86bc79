package io.tidemark.bench.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

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
@JsonPropertyOrder({
    "devices",
    "insert_ids",
    "seconds",
    "reading_seconds",
    "cpu_seconds",
    "devices_per_second",
    "devices_per_cpu_second",
    "savepoint_bytes",
    "heap_limit_bytes",
    "peak_resident_bytes",
    "foretold_devices",
    "foretold_seconds",
    "foretold_seconds_on_two_cores"
})
public record BootstrapFigures(
        @JsonProperty("devices") long devices,
        @JsonProperty("insert_ids") long insertKeys,
        @JsonProperty("savepoint_bytes") long savepointBytes,
        @JsonProperty("seconds") double seconds,
        @JsonProperty("reading_seconds") double readingSeconds,
        @JsonProperty("cpu_seconds") double cpuSeconds,
        @JsonProperty("heap_limit_bytes") long heapLimitBytes,
        @JsonProperty("peak_resident_bytes") long peakResidentBytes) {
    /** The size for which the time is foretold. */
    public static final long FORETOLD_DEVICES = 100_000_000;

    /** The size for which the time is foretold: {@link #FORETOLD_DEVICES}. */
    @JsonProperty("foretold_devices")
    public long foretoldDevices() {
        return FORETOLD_DEVICES;
    }

    /** Devices in a second, by the clock on the wall. */
    @JsonProperty("devices_per_second")
    public double devicesPerSecond() {
        return devices / seconds;
    }

    /** Devices in a second of one core: what is left of the figure on a machine that others use as well. */
    @JsonProperty("devices_per_cpu_second")
    public double devicesPerCpuSecond() {
        return devices / cpuSeconds;
    }

    /** Seconds for {@link #FORETOLD_DEVICES} at the speed of the wall. */
    @JsonProperty("foretold_seconds")
    public double foretoldSeconds() {
        return FORETOLD_DEVICES / devicesPerSecond();
    }

    /** Seconds for {@link #FORETOLD_DEVICES} on two cores that nobody else uses. */
    @JsonProperty("foretold_seconds_on_two_cores")
    public double foretoldSecondsOnTwoCores() {
        return FORETOLD_DEVICES / devicesPerCpuSecond() / 2;
    }
}
