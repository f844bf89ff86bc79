package io.tidemark.lake.overrides;

import java.util.Locale;
import java.util.stream.Stream;

/** What a correction does. Of those of one {@link Matter} on one person, the newest holds. */
public enum OverrideKind {
    /** The device's anonymous past is its own again, and not its first user's. */
    UNLINK(Matter.LINK),
    /** What the device does anonymously becomes nobody's, now or later: a kiosk, a test device. */
    BLOCK_DEVICE(Matter.LINK),
    /** Nobody's anonymous past becomes this user's: an id that many share. */
    BLOCK_USER(Matter.LINK),
    /** Withdraws {@link #UNLINK}, {@link #BLOCK_DEVICE} or {@link #BLOCK_USER}. */
    RELINK(Matter.LINK),
    /** A person, after merges, is another user. */
    MAP(Matter.MAP),
    /** Withdraws {@link #MAP}. */
    UNMAP(Matter.MAP);

    /** What corrections take the place of each other. */
    public enum Matter {
        /** Whether an anonymous past joins a user. */
        LINK,
        /** Which user a person is. */
        MAP
    }

    private final Matter matter;

    OverrideKind(Matter matter) {
        this.matter = matter;
    }

    /** What it is about. */
    public Matter matter() {
        return matter;
    }

    /** Whether it withdraws others, and does nothing itself. */
    public boolean withdraws() {
        return this == RELINK || this == UNMAP;
    }

    /** The word in the table. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a word.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static OverrideKind of(String word) {
        return Stream.of(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no kind of correction"));
    }
}
