package io.tidemark.lake.overrides;

import org.jspecify.annotations.Nullable;

/**
 * Whom a correction is about: a device, as its anonymous user, or a user.
 *
 * @param projectId the project, where each has people of its own; else null
 * @param deviceId the device's id; null for a user
 * @param userId the user's id; null for a device
 * @param amplitudeId the number of that device or user, before merges
 */
public record Subject(
        @Nullable String projectId,
        @Nullable String deviceId,
        @Nullable String userId,
        long amplitudeId) {
    /**
     * Checks that it is one of the two.
     *
     * @throws IllegalArgumentException if it is both, or neither
     */
    public Subject {
        if ((deviceId == null) == (userId == null)) {
            throw new IllegalArgumentException("A correction is about a device or a user: " + deviceId + ", " + userId);
        }
    }

    /** Whether it is a device. */
    public boolean isDevice() {
        return deviceId != null;
    }

    /** As people call it: {@code the device d-1}, {@code the user ann}. */
    public String describe() {
        String project = projectId == null ? "" : " of the project " + projectId;
        return (isDevice() ? "the device " + deviceId : "the user " + userId) + project;
    }
}
