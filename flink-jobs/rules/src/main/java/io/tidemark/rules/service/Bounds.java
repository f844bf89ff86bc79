package io.tidemark.rules.service;

/** How long texts and lists of the configuration may be; lengths of texts are in characters, not bytes. */
public final class Bounds {
    /** A value as JSON, in bytes. */
    public static final int VALUE_BYTES = 64 * 1024;
    /** A version as JSON, in bytes: a record of a Kafka topic with default settings takes it. */
    public static final int VERSION_BYTES = 1_000_000;
    /** The name of a project. */
    public static final int PROJECT = 256;
    /** An event type. */
    public static final int EVENT_TYPE = 1_024;
    /** A device key: an id of 1,024 characters and the mark of a key that is made of a user id. */
    public static final int DEVICE_KEY = 1_030;
    /** The name of a property, or a value that a filter compares with. */
    public static final int PROPERTY = 1_024;
    /** An origin. */
    public static final int ORIGIN = 300;
    /** The author of a version. */
    public static final int AUTHOR = 256;
    /** The reason of a version. */
    public static final int REASON = 4_096;
    /** Event types in a list. */
    public static final int EVENT_TYPES = 1_000;
    /** Origins of an API key. */
    public static final int ORIGINS = 100;
    /** Conditions of a filter. */
    public static final int CONDITIONS = 20;
    /** Values of one condition. */
    public static final int VALUES = 1_000;
    /** Properties of a schema plan. */
    public static final int PROPERTIES = 1_000;
    /** Events a second that a limit allows, here and in the configuration file. */
    public static final int EVENTS_PER_SECOND = 100_000;
    /** Events a day that a limit allows, here and in the configuration file. */
    public static final int EVENTS_PER_DAY = 2_000_000_000;

    private Bounds() {}
}
