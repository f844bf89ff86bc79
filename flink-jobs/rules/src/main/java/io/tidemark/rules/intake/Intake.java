package io.tidemark.rules.intake;

import io.tidemark.rules.event.DeviceKey;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import io.tidemark.rules.identity.Device;
import io.tidemark.rules.identity.DeviceIdentity;
import io.tidemark.rules.intake.IntakeRules.DeviceLimits;
import io.tidemark.rules.intake.IntakeRules.Throttle;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ServiceConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The decision: {@code (story, event) → (next story, outcome)}, in the order duplicate, throttled, accepted (an event
 * that {@link IdRules} refuse never gets here). The same events in the same order give the same decisions for every
 * caller: the stream, a rebuild, a test.
 *
 * <p>An event that was let back in ({@link Field#RELEASED_FROM}) is never throttled, and the windows of the limits are as
 * if it had not come.
 */
public final class Intake {
    /** The event type that touches groups and nobody's identity. */
    public static final String GROUP_IDENTIFY = "$groupidentify";

    private static final byte[] GROUP_IDENTIFY_BYTES = GROUP_IDENTIFY.getBytes(StandardCharsets.UTF_8);
    private static final int HOURS_A_DAY = 24;

    private final IntakeRules rules;
    private final DeviceLimits unconfigured;

    /** An intake that judges by these rules. */
    public Intake(IntakeRules rules) {
        this.rules = rules;
        this.unconfigured = new DeviceLimits(rules.throttle(), false);
    }

    /**
     * What a version of the service configuration allows a device: its own limits, else its project's, else those of the
     * rules.
     *
     * @param project the project of the event at hand
     * @param deviceKey the device key
     */
    public DeviceLimits limits(ServiceConfig config, String project, String deviceKey) {
        if (!config.isConfigured(project)) {
            return unconfigured;
        }
        ConfigValue.Limits limits = config.limits(project, deviceKey);
        Throttle file = rules.throttle();
        return new DeviceLimits(
                new Throttle(
                        limits.eventsPerSecondOr(file.eventsPerSecond()),
                        file.overSeconds(),
                        limits.eventsPerDayOr(file.eventsPerDay())),
                config.isBlocked(project, deviceKey));
    }

    /** Decides one event of a device for which nothing is configured. */
    public Decision decide(
            DeviceState story, String deviceKey, Event event, EventTimes times, @Nullable DedupEntry earlier) {
        return decide(story, deviceKey, event, times, earlier, unconfigured);
    }

    /**
     * Decides one event.
     *
     * @param story what is known of its device
     * @param deviceKey its device key
     * @param event the event; it is read and not kept
     * @param times its times
     * @param earlier the first sighting of the same insert key, if one is remembered
     * @param limits what is allowed to the device
     */
    public Decision decide(
            DeviceState story,
            String deviceKey,
            Event event,
            EventTimes times,
            @Nullable DedupEntry earlier,
            DeviceLimits limits) {
        if (earlier != null && times.serverReceived() - earlier.serverReceived() < rules.deduplicateForMillis()) {
            return new Decision(story, new Outcome.Duplicate(earlier.place()));
        }
        if (event.has(Field.RELEASED_FROM)) {
            Outcome.Accepted outcome = accept(story.identity(), deviceKey, event);
            return new Decision(new DeviceState(outcome.identity(), story.seconds(), story.hours()), outcome);
        }
        if (limits.blocked()) {
            return new Decision(story, new Outcome.Throttled(Limit.BLOCKED));
        }
        RateWindow seconds = story.seconds();
        RateWindow hours = story.hours();
        long second = seconds.slotFor(Math.floorDiv(times.serverReceived(), 1_000L));
        long hour = hours.slotFor(Math.floorDiv(times.serverReceived(), 3_600_000L));
        Limit over = over(limits.throttle(), seconds, second, hours, hour);
        DeviceState counted =
                counted(story, times.serverReceived(), over == null, limits.countsSeconds(), limits.countsHours());
        if (over != null) {
            return new Decision(counted, new Outcome.Throttled(over));
        }
        Outcome.Accepted outcome = accept(story.identity(), deviceKey, event);
        return new Decision(new DeviceState(outcome.identity(), counted.seconds(), counted.hours()), outcome);
    }

    /**
     * The story with one more event in its windows. A throttled event moves their clocks, and counts for nothing.
     *
     * @param serverReceived when the event was received, ms since the epoch
     * @param accepted whether the event was accepted; else it was throttled
     * @param countsSeconds {@link DeviceLimits#countsSeconds} of the version by which it was decided
     * @param countsHours {@link DeviceLimits#countsHours} of that version
     */
    public DeviceState counted(
            DeviceState story, long serverReceived, boolean accepted, boolean countsSeconds, boolean countsHours) {
        RateWindow seconds = story.seconds();
        RateWindow hours = story.hours();
        int more = accepted ? 1 : 0;
        if (countsSeconds) {
            long second = seconds.slotFor(Math.floorDiv(serverReceived, 1_000L));
            seconds = seconds.at(second, rules.throttle().overSeconds(), more);
        }
        if (countsHours) {
            hours = hours.at(hours.slotFor(Math.floorDiv(serverReceived, 3_600_000L)), HOURS_A_DAY, more);
        }
        return new DeviceState(story.identity(), seconds, hours);
    }

    private static @Nullable Limit over(
            Throttle throttle, RateWindow seconds, long second, RateWindow hours, long hour) {
        if (throttle.eventsPerSecond() > 0
                && seconds.acceptedUpTo(second, throttle.overSeconds()) >= throttle.eventsPerWindow()) {
            return Limit.PER_SECOND_WINDOW;
        }
        if (throttle.eventsPerDay() > 0 && hours.acceptedUpTo(hour, HOURS_A_DAY) >= throttle.eventsPerDay()) {
            return Limit.PER_DAY;
        }
        return null;
    }

    private Outcome.Accepted accept(DeviceIdentity identity, String deviceKey, Event event) {
        if (isGroupIdentify(event)) {
            return new Outcome.Accepted(identity, null, true);
        }
        Device device = new Device(rules.identities(), projectOf(event), deviceKey);
        DeviceIdentity.Change change = identity.observe(device, event.text(Field.USER_ID));
        return new Outcome.Accepted(change == null ? identity : change.next(), change, false);
    }

    /** The event's project. */
    public static String projectOf(Event event) {
        String project = event.text(Field.PROJECT_ID);
        return project == null ? DeviceKey.DEFAULT_PROJECT : project;
    }

    private static boolean isGroupIdentify(Event event) {
        int from = event.from(Field.EVENT_TYPE);
        return event.length(Field.EVENT_TYPE) == GROUP_IDENTIFY_BYTES.length
                && Arrays.equals(
                        event.source(Field.EVENT_TYPE),
                        from,
                        from + GROUP_IDENTIFY_BYTES.length,
                        GROUP_IDENTIFY_BYTES,
                        0,
                        GROUP_IDENTIFY_BYTES.length);
    }
}
