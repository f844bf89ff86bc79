package io.tidemark.ops.traffic;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A whole traffic, read by a JSON library that has nothing to do with how it was written. */
record TrafficSample(List<Message> messages, List<JsonNode> nodes) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static TrafficSample of(TrafficSettings settings) {
        List<Message> messages = new ArrayList<>();
        new Traffic(settings).forEachRemaining(messages::add);
        return new TrafficSample(
                messages, messages.stream().map(TrafficSample::read).toList());
    }

    /** The record as JSON; a missing node where it is none. */
    private static JsonNode read(Message message) {
        try {
            return JSON.readTree(message.value());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Those that are JSON objects with an event type and ids of an honest form, numbers where numbers belong. */
    List<JsonNode> whole() {
        return nodes.stream().filter(TrafficSample::isWhole).toList();
    }

    static boolean isWhole(JsonNode node) {
        return node.isObject()
                && node.path("event_type").isTextual()
                && node.path("time").isIntegralNumber()
                && (!node.has("device_id") || node.path("device_id").textValue().length() >= 36)
                && (!node.has("user_id") || node.path("user_id").asText().indexOf('.') > 0)
                && (node.has("device_id") || node.has("user_id"));
    }
}
