package io.tidemark.ops.traffic;

/** What a visitor of the shop can do. */
enum Step {
    SEARCH("Search"),
    VIEW_ITEM("View Item"),
    ADD_TO_CART("Add to Cart"),
    CHECKOUT("Checkout"),
    PURCHASE("Purchase"),
    /** Sent by the shop's own server, which knows the user and no device. */
    ORDER_SHIPPED("Order Shipped"),
    LOG_IN("Log In"),
    LOG_OUT("Log Out"),
    IDENTIFY("$identify"),
    GROUP_IDENTIFY("$groupidentify");

    private final String eventType;

    Step(String eventType) {
        this.eventType = eventType;
    }

    String eventType() {
        return eventType;
    }
}
