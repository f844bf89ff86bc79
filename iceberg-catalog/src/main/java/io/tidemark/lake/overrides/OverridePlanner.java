package io.tidemark.lake.overrides;

import io.tidemark.lake.catalog.Lake;
import io.tidemark.lake.catalog.PlanHash;
import io.tidemark.lake.guard.Refusal;
import io.tidemark.lake.guard.RefusalCode;
import io.tidemark.lake.overrides.OverridePlan.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Plans corrections, and makes them. What would change nothing, or would make a person be found in more than one step,
 * is refused.
 */
public final class OverridePlanner {
    private final Sightings sightings;
    private final IdentityOverrides overrides;

    /** A planner for this lake. */
    public OverridePlanner(Lake lake) {
        this.sightings = new Sightings(lake);
        this.overrides = new IdentityOverrides(lake);
    }

    /**
     * What the correction would do; changes nothing. Reads a column of all events, to count.
     *
     * @throws Refusal if it would change nothing, or is about somebody whom the lake has not seen
     */
    public OverridePlan plan(Request request) {
        List<IdentityOverride> list = overrides.list();
        OverridesInForce now = OverridesInForce.of(list);
        Map<Long, Long> merges = sightings.merges(request.subject().amplitudeId());
        require(request, now, merges);
        List<IdentityOverride> then = new ArrayList<>(list);
        then.add(override(list.size() + 1, request, Instant.EPOCH));
        OverridesInForce after = OverridesInForce.of(then);
        Set<Long> ids = new HashSet<>(merges.keySet());
        ids.addAll(merges.values());
        ids.add(request.subject().amplitudeId());
        ids.removeIf(id -> now.person(id, merges.get(id)) == after.person(id, merges.get(id)));
        long moved = merges.entrySet().stream()
                .filter(merge -> now.keepApart(merge.getKey(), merge.getValue())
                        != after.keepApart(merge.getKey(), merge.getValue()))
                .count();
        return new OverridePlan(list.size() + 1, request, effect(request, now, merges), moved, sightings.events(ids));
    }

    /**
     * Makes the correction of a plan.
     *
     * @param now the time
     * @throws Refusal if the plan is another one by now; then nothing was done
     */
    public IdentityOverride execute(Request request, String hash, Instant now) {
        OverridePlan plan = plan(request);
        PlanHash.requireSame(
                "make this correction",
                plan.hash(),
                hash,
                "its words are others, or another correction was made since",
                "Run `tidemark override` again");
        IdentityOverride made = override(plan.seq(), request, now);
        overrides.add(made);
        return made;
    }

    private static IdentityOverride override(long seq, Request request, Instant now) {
        return new IdentityOverride(
                seq, request.kind(), request.subject(), request.to(), request.author(), request.reason(), now);
    }

    private void require(Request request, OverridesInForce now, Map<Long, Long> merges) {
        Subject subject = request.subject();
        long id = subject.amplitudeId();
        Long survivor = merges.get(id);
        boolean merged = survivor != null && !now.keepApart(id, survivor);
        switch (request.kind()) {
            case UNLINK -> {
                if (!merged) {
                    throw changesNothing(subject.describe() + " is merged into nobody"
                            + (survivor == null ? "" : ", for a correction keeps it apart already"));
                }
            }
            case BLOCK_DEVICE, BLOCK_USER -> {
                if (now.link(id).filter(link -> link.kind() == request.kind()).isPresent()) {
                    throw changesNothing(subject.describe() + " is blocked already");
                }
            }
            case RELINK -> {
                if (now.link(id).isEmpty()) {
                    throw changesNothing(subject.describe() + " is neither unlinked nor blocked");
                }
            }
            case MAP -> requireMap(subject, Objects.requireNonNull(request.to()), now, merged);
            case UNMAP -> {
                if (now.map(id).isEmpty()) {
                    throw changesNothing(subject.describe() + " is mapped to nobody");
                }
            }
        }
    }

    private void requireMap(Subject subject, Subject to, OverridesInForce now, boolean merged) {
        for (Subject each : List.of(subject, to)) {
            if (!sightings.isSeen(each.amplitudeId())) {
                throw RefusalCode.UNKNOWN_PERSON.refuse(each.describe() + (each.isDevice() ? " without a user" : ""));
            }
        }
        if (subject.amplitudeId() == to.amplitudeId()) {
            throw changesNothing(subject.describe() + " is that user already");
        }
        if (now.map(subject.amplitudeId())
                .filter(map ->
                        to.amplitudeId() == Objects.requireNonNull(map.to()).amplitudeId())
                .isPresent()) {
            throw changesNothing(subject.describe() + " is mapped to " + to.describe() + " already");
        }
        if (merged) {
            throw steps(
                    subject.describe() + " is merged into a user, whose map would hold",
                    "map that user, or unlink the device first");
        }
        if (now.map(to.amplitudeId()).isPresent()) {
            throw steps(to.describe() + " is mapped to somebody else", "map to that one");
        }
        List<Subject> onto = now.mappedTo(subject.amplitudeId());
        if (!onto.isEmpty()) {
            throw steps(onto.get(0).describe() + " is mapped to " + subject.describe(), "map that one again first");
        }
    }

    private static Refusal changesNothing(String why) {
        return RefusalCode.CHANGES_NOTHING.refuse(why);
    }

    private static Refusal steps(String why, String instead) {
        return RefusalCode.TWO_STEPS.refuse(why, instead);
    }

    private String effect(Request request, OverridesInForce now, Map<Long, Long> merges) {
        String who = request.subject().describe();
        Long survivor = merges.get(request.subject().amplitudeId());
        String user = survivor == null ? null : sightings.user(survivor);
        return switch (request.kind()) {
            case UNLINK ->
                "What " + who + " did before anybody logged in is its own again, and not the user " + user + "'s.";
            case BLOCK_DEVICE -> "What " + who + " does before anybody logs in is nobody's but its own, now and later.";
            case BLOCK_USER ->
                "What devices did before their first login becomes no longer "
                        + request.subject().userId() + "'s, now and later: it stays the devices' own.";
            case RELINK ->
                "The correction "
                        + now.link(request.subject().amplitudeId())
                                .map(IdentityOverride::seq)
                                .orElseThrow() + " ("
                        + now.link(request.subject().amplitudeId())
                                .map(link -> link.kind().word())
                                .orElseThrow()
                        + ") of " + who + " no longer holds.";
            case MAP ->
                "Who is " + who + ", with all that was merged there, is "
                        + Objects.requireNonNull(request.to()).describe() + ".";
            case UNMAP -> "Who is " + who + " is nobody else any more.";
        };
    }
}
