package io.tidemark.rules.service;

import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a collector says of the service configuration that it has. The record's key in its topic is the collector.
 *
 * @param collector the collector's name, for example {@code collector-1:8080}
 * @param version the newest version that it knows; 0 for none
 * @param at when it said so, ms since the epoch
 */
public record Acknowledgement(String collector, long version, long at) {
    /** The value of its record: a JSON object in UTF-8. */
    public byte[] json() {
        return new ObjectWriter(Unread.NONE)
                .text("collector", collector)
                .number("version", version)
                .number("at", at)
                .json()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What a record's value says; null where it is none. Members that a later release adds are ignored. */
    public static @Nullable Acknowledgement read(byte[] json) {
        List<JsonMember> members = new JsonMembers().of(json);
        if (members == null) {
            return null;
        }
        String collector = null;
        OptionalLong version = OptionalLong.empty();
        OptionalLong at = OptionalLong.empty();
        for (JsonMember member : members) {
            switch (member.name()) {
                case "collector" -> collector = member.string();
                case "version" -> version = member.whole();
                case "at" -> at = member.whole();
                default -> {}
            }
        }
        return collector == null || version.isEmpty() || at.isEmpty()
                ? null
                : new Acknowledgement(collector, version.getAsLong(), at.getAsLong());
    }
}
