package io.tidemark.rules.intake;

import static io.tidemark.rules.intake.EventFixture.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.LogPosition;
import io.tidemark.rules.identity.IdentityKeys;
import io.tidemark.rules.identity.IdentityScope;
import io.tidemark.rules.intake.IntakeRules.DeviceLimits;
import io.tidemark.rules.service.ConfigKey;
import io.tidemark.rules.service.ConfigValue;
import io.tidemark.rules.service.ConfigVersion;
import io.tidemark.rules.service.ServiceConfig;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final IdentityKeys KEYS = new IdentityKeys(IdentityScope.ORGANISATION, "acme");
    private static final long WEEK = 7 * 86_400_000L;
    private static final Intake INTAKE = new Intake(new IntakeRules(KEYS, 5, WEEK, new IntakeRules.Throttle(2, 5, 20)));
    private static final LogPosition FIRST = new LogPosition(1, 0, 7);
    private static final String RELEASED = "'released_from':{'epoch':1,'partition':0,'offset':3}";

    @Test
    void whatWasReceivedLessThanSevenDaysBeforeMakesADuplicate() {
        assertThat(decide(DeviceState.UNSEEN, WEEK - 1, new DedupEntry(FIRST, 0, 0))
                        .outcome())
                .isEqualTo(new Outcome.Duplicate(FIRST));
        assertThat(decide(DeviceState.UNSEEN, WEEK, new DedupEntry(FIRST, 0, 0)).outcome())
                .isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void aDuplicateIsCalledSoEvenOverTheLimit() {
        DeviceState full = storyAfter(10, 1_000);

        assertThat(decide(full, 1_000, new DedupEntry(FIRST, 0, 0)).outcome()).isEqualTo(new Outcome.Duplicate(FIRST));
    }

    @Test
    void aDuplicateChangesNothing() {
        DeviceState story = storyAfter(3, 1_000);

        assertThat(decide(story, 9_000, new DedupEntry(FIRST, 0, 0)).next()).isEqualTo(story);
    }

    @Test
    void theWindowHoldsItsAllowanceAndNotOneMore() {
        DeviceState nine = storyAfter(9, 4_999);
        Decision tenth = decide(nine, 4_999, null);

        assertThat(tenth.outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(decide(tenth.next(), 4_999, null).outcome())
                .isEqualTo(new Outcome.Throttled(Limit.PER_SECOND_WINDOW));
    }

    @Test
    void theWindowMovesBySeconds() {
        DeviceState full = storyAfter(10, 0);

        assertThat(decide(full, 4_999, null).outcome()).isEqualTo(new Outcome.Throttled(Limit.PER_SECOND_WINDOW));
        assertThat(decide(full, 5_000, null).outcome()).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void aThrottledEventTakesNothingFromTheAllowance() {
        DeviceState story = storyAfter(10, 0);
        for (int i = 0; i < 50; i++) {
            story = decide(story, 4_000, null).next();
        }

        assertThat(decide(story, 5_000, null).outcome()).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void aClockThatGoesBackDoesNotOpenTheWindow() {
        DeviceState full = storyAfter(10, 60_000);

        assertThat(decide(full, 3_000, null).outcome()).isEqualTo(new Outcome.Throttled(Limit.PER_SECOND_WINDOW));
    }

    @Test
    void theDayHasALimitOfItsOwn() {
        DeviceState story = DeviceState.UNSEEN;
        for (int i = 0; i < 20; i++) {
            story = accepted(decide(story, i * 1_000L, null));
        }

        assertThat(decide(story, 23 * 3_600_000L, null).outcome()).isEqualTo(new Outcome.Throttled(Limit.PER_DAY));
        assertThat(decide(story, 24 * 3_600_000L, null).outcome()).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void zeroTurnsALimitOff() {
        Intake unlimited = new Intake(new IntakeRules(KEYS, 5, WEEK, IntakeRules.Throttle.OFF));
        Event event = event("{'device_id':'dev-1','event_type':'x'}");
        DeviceState story = DeviceState.UNSEEN;
        for (int i = 0; i < 1_000; i++) {
            story = accepted(unlimited.decide(story, "dev-1", event, new EventTimes(0, 0, false), null));
        }

        assertThat(story.seconds()).isEqualTo(RateWindow.NONE);
        assertThat(story.hours()).isEqualTo(RateWindow.NONE);
    }

    private static ServiceConfig configured(ConfigKey key, ConfigValue value) {
        return ServiceConfig.EMPTY.with(
                new ConfigVersion(1, new TreeMap<>(Map.of(key, Optional.of(value))), 0, "ops", "test", 0));
    }

    private static Outcome within(DeviceLimits limits, DeviceState story) {
        Event event = event("{'device_id':'dev-1','event_type':'x'}");
        return INTAKE.decide(story, "dev-1", event, new EventTimes(5_000, 5_000, false), null, limits)
                .outcome();
    }

    @Test
    void limitsAreTheDevicesElseTheProjectsElseTheRules() {
        ServiceConfig project = configured(new ConfigKey.Limits("default"), new ConfigValue.Limits(7, null));
        ServiceConfig device = project.with(new ConfigVersion(
                2,
                new TreeMap<>(Map.of(
                        new ConfigKey.DeviceLimits("default", "dev-1"),
                        Optional.of(new ConfigValue.DeviceLimits(null, 3, false)))),
                0,
                "ops",
                "test",
                0));
        int over = INTAKE.limits(ServiceConfig.EMPTY, "default", "dev-1")
                .throttle()
                .overSeconds();
        int day = INTAKE.limits(ServiceConfig.EMPTY, "default", "dev-1")
                .throttle()
                .eventsPerDay();

        assertThat(INTAKE.limits(project, "default", "dev-1"))
                .isEqualTo(new DeviceLimits(new IntakeRules.Throttle(7, over, day), false));
        assertThat(INTAKE.limits(device, "default", "dev-1"))
                .isEqualTo(new DeviceLimits(new IntakeRules.Throttle(7, over, 3), false));
        assertThat(INTAKE.limits(device, "other", "dev-1"))
                .isEqualTo(INTAKE.limits(ServiceConfig.EMPTY, "default", "dev-1"));
    }

    @Test
    void limitsOfTheVersionDecide() {
        DeviceState full = storyAfter(10, 4_000);
        int over = INTAKE.limits(ServiceConfig.EMPTY, "default", "dev-1")
                .throttle()
                .overSeconds();

        assertThat(within(new DeviceLimits(new IntakeRules.Throttle(1_000, over, 0), false), full))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(within(new DeviceLimits(new IntakeRules.Throttle(0, over, 10), false), full))
                .isEqualTo(new Outcome.Throttled(Limit.PER_DAY));
    }

    @Test
    void blockedDeviceIsThrottledAndCountsNowhere() {
        Event event = event("{'device_id':'dev-1','user_id':'ann-1','event_type':'x'}");
        DeviceState nine = storyAfter(9, 1_000);
        Decision decision = INTAKE.decide(
                nine,
                "dev-1",
                event,
                new EventTimes(9_000, 9_000, false),
                null,
                new DeviceLimits(IntakeRules.Throttle.DOCUMENTED, true));

        assertThat(decision.outcome()).isEqualTo(new Outcome.Throttled(Limit.BLOCKED));
        assertThat(decision.next()).isEqualTo(nine);
    }

    @Test
    void aGroupIdentifyTouchesNoIdentity() {
        Event event = event("{'device_id':'dev-1','user_id':'ann-1','event_type':'$groupidentify'}");
        Decision decision = INTAKE.decide(DeviceState.UNSEEN, "dev-1", event, new EventTimes(0, 0, false), null);

        assertThat(decision.next().identity()).isEqualTo(DeviceState.UNSEEN.identity());
        assertThat(decision.outcome()).isEqualTo(new Outcome.Accepted(DeviceState.UNSEEN.identity(), null, true));
    }

    @Test
    void aThrottledEventNeverTouchesIdentity() {
        DeviceState full = storyAfter(10, 0);
        Event login = event("{'device_id':'dev-1','user_id':'ann-1','event_type':'x'}");

        assertThat(INTAKE.decide(full, "dev-1", login, new EventTimes(0, 0, false), null)
                        .next()
                        .identity())
                .isEqualTo(full.identity());
    }

    @Test
    void whatWasLetBackInIsAcceptedOverTheLimit() {
        DeviceState full = storyAfter(10, 0);

        assertThat(decide(full, 0, null).outcome()).isInstanceOf(Outcome.Throttled.class);
        assertThat(released(full, 0, null).outcome()).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void whatWasLetBackInNeitherCountsNorMovesTheWindows() {
        DeviceState nine = storyAfter(9, 1_000);

        assertThat(released(nine, 9_000, null).next()).isEqualTo(nine);
    }

    @Test
    void whatWasLetBackInIsADuplicateAsAnythingElse() {
        assertThat(released(DeviceState.UNSEEN, WEEK - 1, new DedupEntry(FIRST, 0, 0))
                        .outcome())
                .isEqualTo(new Outcome.Duplicate(FIRST));
    }

    @Test
    void whatWasLetBackInChangesTheIdentity() {
        DeviceState full = storyAfter(10, 0);
        Event login = event("{'device_id':'dev-1','user_id':'ann-1','event_type':'x'," + RELEASED + "}");
        Decision decision = INTAKE.decide(full, "dev-1", login, new EventTimes(0, 0, false), null);

        assertThat(decision.next().identity().lastUser()).isEqualTo("ann-1");
        assertThat(decision.next().seconds()).isEqualTo(full.seconds());
        assertThat(decision.next().hours()).isEqualTo(full.hours());
    }

    private static Decision released(DeviceState story, long serverReceived, @Nullable DedupEntry earlier) {
        Event event = event("{'device_id':'dev-1','event_type':'x'," + RELEASED + "}");
        return INTAKE.decide(story, "dev-1", event, new EventTimes(serverReceived, serverReceived, false), earlier);
    }

    private static DeviceState storyAfter(int events, long serverReceived) {
        DeviceState story = DeviceState.UNSEEN;
        for (int i = 0; i < events; i++) {
            story = accepted(decide(story, serverReceived, null));
        }
        return story;
    }

    private static DeviceState accepted(Decision decision) {
        assertThat(decision.outcome()).isInstanceOf(Outcome.Accepted.class);
        return decision.next();
    }

    private static Decision decide(DeviceState story, long serverReceived, @Nullable DedupEntry earlier) {
        Event event = event("{'device_id':'dev-1','event_type':'x'}");
        return INTAKE.decide(story, "dev-1", event, new EventTimes(serverReceived, serverReceived, false), earlier);
    }
}
