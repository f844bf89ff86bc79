package io.tidemark.rules.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges a whole log, record by record. Throttling is given in events per 30 s and per 24 h; 0 is off. */
public final class LogModel {
    private static final ObjectMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS.mappedFeature())
            .build();
    private static final long WEEK = 7L * 24 * 3600 * 1000;
    private static final Set<String> STRINGS = Set.of(
            ("event_type insert_id user_agent app_version platform os_name os_version device_brand device_manufacturer"
                            + " device_model carrier country region city dma language productId revenueType currency ip"
                            + " idfa idfv adid android_id android_app_set_id partner_id project_id")
                    .split(" "));
    private static final Set<String> INTEGERS = Set.of(
            "time",
            "client_upload_time",
            "server_received_time",
            "session_id",
            "event_id",
            "quantity",
            "min_id_length",
            "config_version");
    private static final Set<String> NUMBERS = Set.of("price", "revenue", "location_lat", "location_lng");
    private static final Set<String> OBJECTS =
            Set.of("event_properties", "user_properties", "groups", "group_properties", "plan");
    private static final Set<String> NOBODY =
            Set.of("anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "{}", "lmy47d", "0", "-1");

    // Stands in no name of a project of the tests.
    private static final char OF_PROJECT = '\u001E';

    private final int perHalfMinute;
    private final int perDay;
    private final boolean byProject;
    private final Map<String, DeviceModel> devices = new HashMap<>();
    private final Map<String, String> merges = new HashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    /** A model with these limits. */
    public LogModel(int perHalfMinute, int perDay) {
        this(perHalfMinute, perDay, false);
    }

    /** A model with these limits; each project may have people of its own, whose names then begin with it. */
    LogModel(int perHalfMinute, int perDay, boolean byProject) {
        this.perHalfMinute = perHalfMinute;
        this.perDay = perDay;
        this.byProject = byProject;
    }

    /** Where the part of a name ends that says in which project it is; 0 where it is one in all. */
    static int endOfScope(String name) {
        return name.startsWith("user:") || name.startsWith("device:") ? 0 : name.indexOf(OF_PROJECT) + 1;
    }

    /** The project of such a part. */
    static String projectOf(String scope) {
        return scope.substring(0, scope.length() - 1);
    }

    /** What is known of a device. */
    private static final class DeviceModel {
        final Map<String, Integer> firstIndex = new HashMap<>();
        final Map<String, Long> firstReceived = new HashMap<>();
        final List<Long> acceptedSeconds = new ArrayList<>();
        final List<Long> acceptedHours = new ArrayList<>();
        long largestSecond = Long.MIN_VALUE;
        long largestHour = Long.MIN_VALUE;

        @Nullable
        String firstUser;

        @Nullable
        String lastUser;

        boolean hadAnonymous;
        int seq;
    }

    /** Judges the next record of the log. */
    public void record(byte @Nullable [] value, long timestamp) {
        String reason = null;
        JsonNode event = null;
        if (value != null && value.length > 1024 * 1024) {
            reason = "too_large";
        } else {
            try {
                event = value == null ? null : parse(value);
                reason = event == null || event.isMissingNode() ? "invalid_json" : refusal(event);
            } catch (IOException e) {
                reason = "invalid_json";
            }
        }
        verdicts.add(reason != null ? new Verdict("rejected", reason, null, null, 0) : judge(event, timestamp));
    }

    /** Reads one record. */
    static JsonNode parse(byte[] value) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            if (text.startsWith("\uFEFF")) {
                throw new IOException("a byte order mark");
            }
            return JSON.readTree(text);
        } catch (CharacterCodingException | JacksonException e) {
            throw new IOException(e);
        }
    }

    /** What became of each record, in the order of the log, with everybody resolved. */
    public List<Verdict> verdicts() {
        return verdicts.stream()
                .map(v -> v.person() == null
                        ? v
                        : new Verdict(v.outcome(), null, null, merges.getOrDefault(v.person(), v.person()), v.seq()))
                .toList();
    }

    /** What became of each record, with everybody as they were known when it came. */
    List<Verdict> unmerged() {
        return List.copyOf(verdicts);
    }

    /** Devices that merged into a user. */
    public Map<String, String> merges() {
        return merges;
    }

    private static @Nullable String refusal(JsonNode event) {
        if (!event.isObject()) {
            return "not_an_object";
        }
        JsonNode type = event.path("event_type");
        if (absent(type)) {
            return "missing_event_type";
        }
        if (absent(event.path("user_id")) && absent(event.path("device_id"))) {
            return "missing_identity";
        }
        for (var member : event.properties()) {
            if (!member.getValue().isNull() && badField(member.getKey(), member.getValue())) {
                return "invalid_field";
            }
        }
        int shortest = event.path("min_id_length").isNumber()
                ? event.path("min_id_length").decimalValue().intValue()
                : 5;
        String user = idRefusal(event.path("user_id"), "invalid_user_id", shortest);
        return user != null ? user : idRefusal(event.path("device_id"), "invalid_device_id", shortest);
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.textValue().isEmpty());
    }

    private static boolean badField(String name, JsonNode value) {
        if (STRINGS.contains(name)) {
            return !value.isTextual() || broken(value.textValue());
        }
        if (INTEGERS.contains(name)) {
            return !value.isNumber()
                    || !wholeLong(value)
                    || (name.equals("min_id_length") && value.decimalValue().signum() < 0)
                    || (name.equals("config_version") && value.decimalValue().signum() <= 0);
        }
        if (NUMBERS.contains(name)) {
            return !value.isNumber() || !Double.isFinite(Double.parseDouble(value.asText()));
        }
        if (name.equals("groups") && value.isObject()) {
            for (JsonNode group : value) {
                if (!group.isNull() && !group.isTextual() && !(group.isArray() && allTexts(group))) {
                    return true;
                }
            }
        }
        if (name.equals("released_from")) {
            return !isPlace(value);
        }
        return OBJECTS.contains(name) && !value.isObject();
    }

    private static boolean isPlace(JsonNode value) {
        if (!value.isObject() || value.size() != 3) {
            return false;
        }
        for (String name : List.of("epoch", "partition", "offset")) {
            JsonNode number = value.path(name);
            long largest = name.equals("offset") ? Long.MAX_VALUE : Integer.MAX_VALUE;
            if (!number.isNumber()
                    || !wholeLong(number)
                    || number.decimalValue().signum() < 0
                    || number.decimalValue().longValueExact() > largest) {
                return false;
            }
        }
        return true;
    }

    private static boolean allTexts(JsonNode array) {
        for (JsonNode element : array) {
            if (!element.isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static boolean wholeLong(JsonNode value) {
        BigDecimal number = value.decimalValue();
        if (number.signum() == 0) {
            return true;
        }
        if (number.precision() - number.scale() > 20) {
            return false;
        }
        try {
            number.longValueExact();
            return true;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private static boolean broken(String text) {
        return !StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static @Nullable String idRefusal(JsonNode id, String invalid, int shortest) {
        if (absent(id)) {
            return null;
        }
        if (!id.isTextual()) {
            return "id_not_a_string";
        }
        String text = id.textValue();
        if (broken(text) || NOBODY.contains(text.toLowerCase(Locale.ROOT)) || text.matches("[0-]+")) {
            return invalid;
        }
        int characters = text.codePointCount(0, text.length());
        return characters < shortest ? "id_too_short" : characters > 1024 ? "id_too_long" : null;
    }

    private Verdict judge(JsonNode event, long timestamp) {
        boolean noDevice = absent(event.path("device_id"));
        String user =
                absent(event.path("user_id")) ? null : event.path("user_id").textValue();
        String device = noDevice ? null : event.path("device_id").textValue();
        String scope = "";
        if (byProject) {
            JsonNode project = event.path("project_id");
            scope = (absent(project) ? "default" : project.textValue()) + OF_PROJECT;
        }
        DeviceModel story = devices.computeIfAbsent(
                scope + (noDevice ? "user of no device " + user : "device " + device), k -> new DeviceModel());
        long received = event.path("server_received_time").isNumber()
                ? event.path("server_received_time").decimalValue().longValue()
                : timestamp;
        String key = insertKey(event);
        if (key != null && story.firstReceived.containsKey(key) && received - story.firstReceived.get(key) < WEEK) {
            return new Verdict("duplicate", null, story.firstIndex.get(key), null, 0);
        }
        boolean released = event.path("released_from").isObject();
        if (!released && throttled(story, received)) {
            return new Verdict("throttled", null, null, null, 0);
        }
        if (key != null) {
            story.firstReceived.put(key, received);
            story.firstIndex.put(key, verdicts.size());
        }
        if (event.path("event_type").textValue().equals("$groupidentify")) {
            return new Verdict("accepted", null, null, null, story.seq);
        }
        return new Verdict("accepted", null, null, owner(story, scope, device, user), story.seq);
    }

    private static @Nullable String insertKey(JsonNode event) {
        for (String name : List.of("insert_id", "$insert_id")) {
            if (event.path(name).isTextual() && !absent(event.path(name))) {
                return "insert " + event.path(name).textValue();
            }
        }
        if (!event.path("event_id").isNumber()) {
            return null;
        }
        String time = event.path("time").isNumber()
                ? Long.toString(event.path("time").decimalValue().longValue())
                : "none";
        return "event " + event.path("event_id").decimalValue().longValue() + " at " + time;
    }

    private boolean throttled(DeviceModel story, long received) {
        story.largestSecond = Math.max(story.largestSecond, Math.floorDiv(received, 1000L));
        story.largestHour = Math.max(story.largestHour, Math.floorDiv(received, 3_600_000L));
        long second = story.largestSecond;
        long hour = story.largestHour;
        if (perHalfMinute > 0
                && story.acceptedSeconds.stream().filter(s -> s >= second - 29).count() >= perHalfMinute) {
            return true;
        }
        if (perDay > 0
                && story.acceptedHours.stream().filter(h -> h >= hour - 23).count() >= perDay) {
            return true;
        }
        story.acceptedSeconds.add(second);
        story.acceptedHours.add(hour);
        return false;
    }

    private String owner(DeviceModel story, String scope, @Nullable String device, @Nullable String user) {
        if (user == null) {
            if (story.lastUser != null) {
                return scope + "user:" + story.lastUser;
            }
            if (!story.hadAnonymous) {
                story.hadAnonymous = true;
                story.seq++;
            }
            return scope + "device:" + device;
        }
        if (story.firstUser == null) {
            story.firstUser = user;
            if (story.hadAnonymous) {
                merges.put(scope + "device:" + device, scope + "user:" + user);
            }
        }
        if (!user.equals(story.lastUser)) {
            story.lastUser = user;
            story.seq++;
        }
        return scope + "user:" + user;
    }
}
