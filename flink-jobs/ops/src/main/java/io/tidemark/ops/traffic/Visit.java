package io.tidemark.ops.traffic;

import io.tidemark.ops.traffic.Device.Platform;
import java.util.SplittableRandom;

/**
 * One visit to the shop: somebody at a device who searches, looks, buys or does not, logs in and out. Steps follow each
 * other as the funnel wants it: nobody checks out with an empty cart, and only who checks out can buy.
 */
final class Visit {
    private static final int ITEM_TO_CART_IN_100 = 32;
    private static final int CART_TO_CHECKOUT_IN_100 = 38;
    private static final int CHECKOUT_TO_PURCHASE_IN_100 = 72;

    private final Population population;
    private final SplittableRandom random;
    private final int person;
    private final int slot;
    private final long sessionMillis;
    private final Device device;
    private int user;
    private int eventId;
    private int left;
    private int book;
    private int cart;
    private Step before = Step.SEARCH;

    private Visit(Population population, SplittableRandom random, int person, int slot, Device device, long nowMillis) {
        this.population = population;
        this.random = random;
        this.person = person;
        this.slot = slot;
        this.device = device;
        this.user = slot < 0 ? Population.NOBODY : population.loggedIn(slot);
        this.sessionMillis = nowMillis + device.clock().offsetMillis();
        this.left = 2 + random.nextInt(8) + random.nextInt(8);
        this.book = random.nextInt(Stock.BOOKS);
    }

    /** Somebody comes in at {@code nowMillis}: mostly somebody who was here before, else a stranger with this hash. */
    static Visit begin(Population population, SplittableRandom random, long strangerHash, long nowMillis) {
        int who = random.nextInt(100);
        if (who < 30) {
            Platform platform = who < 15 ? Platform.WEB : who < 22 ? Platform.IOS : Platform.ANDROID;
            return new Visit(population, random, Population.NOBODY, -1, Device.of(strangerHash, platform), nowMillis);
        }
        int person = random.nextInt(population.people());
        int slot = who < 33
                ? population.sharedTablet(random.nextInt(1 << 20))
                : population.deviceOf(person, random.nextInt(6));
        if (!population.take(slot)) {
            return new Visit(
                    population, random, Population.NOBODY, -1, Device.of(strangerHash, Platform.WEB), nowMillis);
        }
        return new Visit(population, random, person, slot, population.device(slot), nowMillis);
    }

    /** A scraper comes in. */
    static Visit scrape(Device device, Population population, SplittableRandom random, long nowMillis) {
        return new Visit(population, random, Population.NOBODY, -1, device, nowMillis);
    }

    /** Looks at the next book, and does nothing else. */
    Step look() {
        book = (book + 1) % Stock.BOOKS;
        eventId++;
        before = Step.VIEW_ITEM;
        return before;
    }

    /** The next step, after which the accessors say in which state it leaves the visitor. */
    Step step() {
        left--;
        settle();
        before = choose();
        switch (before) {
            case SEARCH, VIEW_ITEM -> book = random.nextInt(Stock.BOOKS);
            case ADD_TO_CART -> cart++;
            case LOG_IN -> becomes(person);
            case CHECKOUT, PURCHASE, ORDER_SHIPPED, LOG_OUT, IDENTIFY, GROUP_IDENTIFY -> {}
        }
        eventId = slot < 0 ? eventId + 1 : population.nextEventId(slot);
        return before;
    }

    /** What the step before leaves behind, once it is told. */
    private void settle() {
        if (before == Step.PURCHASE) {
            cart = 0;
        } else if (before == Step.LOG_OUT) {
            becomes(Population.NOBODY);
        }
    }

    private Step choose() {
        int draw = random.nextInt(100);
        boolean known = user != Population.NOBODY;
        return switch (before) {
            case LOG_IN -> Step.IDENTIFY;
            case ADD_TO_CART -> draw < CART_TO_CHECKOUT_IN_100 ? Step.CHECKOUT : browse(draw);
            case CHECKOUT -> draw < CHECKOUT_TO_PURCHASE_IN_100 ? Step.PURCHASE : browse(draw);
            case PURCHASE -> known && draw < 40 ? Step.ORDER_SHIPPED : browse(draw);
            case VIEW_ITEM -> draw < ITEM_TO_CART_IN_100 ? Step.ADD_TO_CART : browse(draw);
            case IDENTIFY -> draw < 3 ? Step.GROUP_IDENTIFY : browse(draw);
            case SEARCH, ORDER_SHIPPED, LOG_OUT, GROUP_IDENTIFY -> browse(draw);
        };
    }

    private Step browse(int draw) {
        boolean known = user != Population.NOBODY;
        boolean shared = slot >= 0 && population.isShared(slot);
        if (user != person && slot >= 0 && before != Step.LOG_OUT && population.isCustomer(person) && draw % 6 == 0) {
            return Step.LOG_IN;
        }
        if (known && left <= 2 && random.nextInt(10) < (shared ? 8 : 2)) {
            return Step.LOG_OUT;
        }
        return draw % 4 == 0 ? Step.SEARCH : Step.VIEW_ITEM;
    }

    private void becomes(int newUser) {
        user = newUser;
        if (slot >= 0) {
            population.logIn(slot, newUser);
        }
    }

    /** Whether this was the last step. */
    boolean over() {
        return left <= 0;
    }

    /** Gives the device back; an app that was logged out of sometimes begins again under a new device id. */
    void end() {
        if (slot < 0) {
            return;
        }
        settle();
        if (before == Step.LOG_OUT && random.nextInt(3) == 0) {
            population.reset(slot);
        }
        population.release(slot);
    }

    /** The device at which the visitor is. */
    Device device() {
        return device;
    }

    /** Where the device is, for whatever is derived from it. */
    long place() {
        return person == Population.NOBODY ? device.hash() : population.hash(person);
    }

    /** The user whose id is sent, or {@link Population#NOBODY}. */
    int user() {
        return user;
    }

    /** The number of the step on its device: each is larger than those before. */
    int eventId() {
        return eventId;
    }

    /** When the visit began, by the device's clock. */
    long sessionMillis() {
        return sessionMillis;
    }

    /** The book that it is about. */
    int book() {
        return book;
    }

    /** How many books are in the cart. */
    int cart() {
        return cart;
    }
}
