package io.tidemark.job.state;

import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The names and types of what the intake operator keeps, for the operator itself and for the code that writes its state from
 * somewhere else. They are part of every checkpoint, so they never change.
 */
public final class DeviceStates {
    private DeviceStates() {}

    /** Keyed by the hash of the device key: the record of a device. */
    public static ValueStateDescriptor<byte[]> records() {
        return new ValueStateDescriptor<>("device", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /** Keyed by the hash of the device key: the pages of the device's older first sightings. */
    public static MapStateDescriptor<Integer, byte[]> pages() {
        return new MapStateDescriptor<>(
                "older-inserts", Types.INT, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /**
     * Of the operator, as a union list: for which epoch of the tables the state was kept; nothing in that of a first
     * release.
     */
    public static ListStateDescriptor<Integer> writerEpoch() {
        return new ListStateDescriptor<>("writer-epoch", Types.INT);
    }

    /**
     * Of the operator, as a union list: the versions of the service configuration that were known, each as the value of its
     * record; nothing in a computed state, nor in that of an earlier release.
     */
    public static ListStateDescriptor<byte[]> serviceConfig() {
        return new ListStateDescriptor<>("service-config", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /** Of the operator, as a union list: the entries of the writer's line; nothing in a computed state. */
    public static ListStateDescriptor<String> writerLine() {
        return new ListStateDescriptor<>("writer-line", Types.STRING);
    }
}
