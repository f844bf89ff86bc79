package io.tidemark.ops.traffic;

import static io.tidemark.ops.traffic.ByteText.bytes;

/** What each step says beyond who and when. */
final class StepProperties {
    private static final byte[] PRODUCT_ID = bytes(",\"productId\":\"");
    private static final byte[] PRICE = bytes("\",\"price\":");
    private static final byte[] QUANTITY = bytes(",\"quantity\":");
    private static final byte[] REVENUE = bytes(",\"revenue\":");
    private static final byte[] PURCHASE = bytes(",\"revenueType\":\"purchase\",\"currency\":\"EUR\"");
    private static final byte[] SET =
            bytes(",\"user_properties\":{\"$set\":{\"reader_club\":true,\"newsletter\":\"weekly\"},"
                    + "\"$setOnce\":{\"first_campaign\":\"spring-tide\"}}");
    private static final byte[] GROUPS = bytes(",\"groups\":{\"library\":\"library-");
    private static final byte[] GROUP_SET = bytes("\"},\"group_properties\":{\"$set\":{\"kind\":\"public\",\"desks\":");
    private static final byte[] CART_ITEMS = bytes("\"cart_items\":");
    private static final byte[] PARCELS = bytes("\"parcels\":1");
    private static final byte[] PAGE = bytes("\"page\":\"/account\"");
    private static final byte[] QUERY = bytes("\"query\":\"");
    private static final byte[] CATEGORY = bytes("\",\"category\":\"");
    private static final byte[] BOOK = bytes("\"title\":\"");
    private static final byte[] CENTS = bytes("\",\"price\":");

    private final Stock stock;

    StepProperties(Stock stock) {
        this.stock = stock;
    }

    /** The members of the event itself. */
    void writeMembers(ByteText text, Visit visit, Step step) {
        switch (step) {
            case PURCHASE -> {
                int quantity = 1 + visit.eventId() % 3;
                int cents = stock.cents(visit.book());
                text.add(PRODUCT_ID);
                stock.writeProductId(text, visit.book());
                text.add(PRICE).addCents(cents).add(QUANTITY).add(quantity);
                text.add(REVENUE).addCents((long) cents * quantity).add(PURCHASE);
            }
            case IDENTIFY -> text.add(SET);
            case GROUP_IDENTIFY -> {
                int library = Hash.pick(visit.place(), 5, 40);
                text.add(GROUPS)
                        .add(library)
                        .add(GROUP_SET)
                        .add(4L + library)
                        .add('}')
                        .add('}');
            }
            case SEARCH, VIEW_ITEM, ADD_TO_CART, CHECKOUT, ORDER_SHIPPED, LOG_IN, LOG_OUT -> {}
        }
    }

    /** The members of {@code event_properties}; always at least one. */
    void writeProperties(ByteText text, Visit visit, Step step) {
        switch (step) {
            case SEARCH -> {
                text.add(QUERY).add(stock.word(visit.book()));
                text.add(CATEGORY).add(stock.category(visit.book())).add('"');
            }
            case VIEW_ITEM, ADD_TO_CART -> {
                text.add(BOOK).add(stock.title(visit.book()));
                text.add(CENTS).addCents(stock.cents(visit.book()));
            }
            case CHECKOUT, PURCHASE -> text.add(CART_ITEMS).add(visit.cart());
            case ORDER_SHIPPED -> text.add(PARCELS);
            case LOG_IN, LOG_OUT, IDENTIFY, GROUP_IDENTIFY -> text.add(PAGE);
        }
    }
}
