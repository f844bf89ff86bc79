package io.tidemark.ops.traffic;

import io.tidemark.ops.traffic.Device.Platform;
import java.util.Arrays;

/**
 * The people who come again, and what their devices remember. Of a person only what changes is kept, in arrays: all the
 * rest is derived from the person's number, so memory depends on how many people there are and not on how much they do.
 */
final class Population {
    /** Nobody. */
    static final int NOBODY = -1;

    private static final int DEVICES_A_PERSON = 3;
    private static final int PEOPLE_A_TABLET = 200;

    private final long seed;
    private final int people;
    private final int slots;
    private final int[] lastEventId;
    private final int[] generation;
    private final int[] loggedIn;
    private final boolean[] busy;

    Population(long seed, int people) {
        this.seed = seed;
        this.people = people;
        this.slots = people * DEVICES_A_PERSON + 1 + people / PEOPLE_A_TABLET;
        this.lastEventId = new int[slots];
        this.generation = new int[slots];
        this.loggedIn = new int[slots];
        this.busy = new boolean[slots];
        Arrays.fill(loggedIn, NOBODY);
    }

    int people() {
        return people;
    }

    /** The slot of a person's own device; most have two, some three. */
    int deviceOf(int person, int draw) {
        int devices = 1 + Hash.pick(hash(person), 1, DEVICES_A_PERSON);
        return person * DEVICES_A_PERSON + draw % devices;
    }

    /** The slot of a tablet that many people share. */
    int sharedTablet(int draw) {
        int tablets = slots - people * DEVICES_A_PERSON;
        return people * DEVICES_A_PERSON + draw % tablets;
    }

    boolean isShared(int slot) {
        return slot >= people * DEVICES_A_PERSON;
    }

    /** Whether the person has an account. */
    boolean isCustomer(int person) {
        return person != NOBODY && Hash.pick(hash(person), 2, 10) < 7;
    }

    /** The device in a slot as it is now. */
    Device device(int slot) {
        int ofPerson = slot % DEVICES_A_PERSON;
        Platform platform = isShared(slot)
                ? Platform.IOS
                : ofPerson == 0 ? Platform.WEB : ofPerson == 1 ? Platform.ANDROID : Platform.IOS;
        return Device.of(Hash.of(Hash.of(seed, slot), generation[slot]), platform);
    }

    int nextEventId(int slot) {
        return ++lastEventId[slot];
    }

    /** Who is logged in on the device, or {@link #NOBODY}. */
    int loggedIn(int slot) {
        return loggedIn[slot];
    }

    void logIn(int slot, int person) {
        loggedIn[slot] = person;
    }

    /** The app forgets its device id, and begins again under a new one. */
    void reset(int slot) {
        generation[slot]++;
        lastEventId[slot] = 0;
    }

    /** Takes the device for a visit, unless somebody is at it. */
    boolean take(int slot) {
        if (busy[slot]) {
            return false;
        }
        busy[slot] = true;
        return true;
    }

    void release(int slot) {
        busy[slot] = false;
    }

    long hash(int person) {
        return Hash.of(seed ^ 0x7E09L, person);
    }
}
