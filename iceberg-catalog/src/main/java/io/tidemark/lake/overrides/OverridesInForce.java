package io.tidemark.lake.overrides;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The corrections that hold: of each matter the newest on each person, unless it withdraws. The views of {@code sql/views}
 * say the same in SQL.
 */
public final class OverridesInForce {
    private final Map<Long, IdentityOverride> links = new HashMap<>();
    private final Map<Long, IdentityOverride> maps = new HashMap<>();

    private OverridesInForce(List<IdentityOverride> overrides) {
        overrides.stream()
                .sorted(Comparator.comparingLong(IdentityOverride::seq))
                .forEach(each -> (each.kind().matter() == OverrideKind.Matter.MAP ? maps : links)
                        .put(each.subject().amplitudeId(), each));
        links.values().removeIf(each -> each.kind().withdraws());
        maps.values().removeIf(each -> each.kind().withdraws());
    }

    /** What holds after all that was said, in whatever order it is given. */
    public static OverridesInForce of(List<IdentityOverride> overrides) {
        return new OverridesInForce(overrides);
    }

    /** The {@code unlink}, {@code block_device} or {@code block_user} on a person, before merges. */
    public Optional<IdentityOverride> link(long amplitudeId) {
        return Optional.ofNullable(links.get(amplitudeId));
    }

    /** The {@code map} of a person. */
    public Optional<IdentityOverride> map(long amplitudeId) {
        return Optional.ofNullable(maps.get(amplitudeId));
    }

    /** The persons that are mapped to a user. */
    public List<Subject> mappedTo(long amplitudeId) {
        return maps.values().stream()
                .filter(each -> each.to() != null && each.to().amplitudeId() == amplitudeId)
                .map(IdentityOverride::subject)
                .toList();
    }

    /** The maps, the earliest first. */
    public List<IdentityOverride> maps() {
        return maps.values().stream()
                .sorted(Comparator.comparingLong(IdentityOverride::seq))
                .toList();
    }

    /** Whether a merge of these two does not count. */
    public boolean keepApart(long mergedAway, long survivor) {
        return link(mergedAway)
                        .filter(each -> each.kind() != OverrideKind.BLOCK_USER)
                        .isPresent()
                || link(survivor)
                        .filter(each -> each.kind() == OverrideKind.BLOCK_USER)
                        .isPresent();
    }

    /**
     * Who a person is.
     *
     * @param amplitudeId the person, before merges
     * @param survivor whom the log merged them into; null for nobody
     */
    public long person(long amplitudeId, @Nullable Long survivor) {
        long merged = survivor == null || keepApart(amplitudeId, survivor) ? amplitudeId : survivor;
        IdentityOverride map = maps.get(merged);
        return map == null || map.to() == null ? merged : map.to().amplitudeId();
    }
}
