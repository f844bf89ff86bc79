package io.tidemark.job.replay;

import io.tidemark.rules.codec.JsonMember;
import io.tidemark.rules.codec.JsonMembers;
import io.tidemark.rules.event.Event;
import io.tidemark.rules.event.Field;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The members of {@code extra}, without those under names that were no field when the row was written and are one of the
 * pipeline's own now. (Times are there under the name of a field: as they were sent, out of their column's range.)
 */
final class OtherMembers {
    private static final Set<String> OWN =
            Field.all().stream().filter(Field::isOwn).map(Field::jsonName).collect(Collectors.toUnmodifiableSet());

    private final JsonMembers json = new JsonMembers();

    /** Sets the other members of an event to those of a JSON object; what is none stays as it is, to be judged as such. */
    void put(Event event, byte[] extra) {
        List<JsonMember> members = json.of(extra);
        if (members == null || members.stream().noneMatch(OtherMembers::isOwn)) {
            event.putExtra(extra);
            return;
        }
        for (JsonMember member : members) {
            if (!isOwn(member)) {
                event.addExtra(extra, member.nameFrom(), member.nameTo(), member.from(), member.to());
            }
        }
    }

    private static boolean isOwn(JsonMember member) {
        return OWN.contains(member.name());
    }
}
