package io.tidemark.ops.answers;

import io.tidemark.rules.model.RandomHistory.Sent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Payments in all the ways in which they are sent: as fields, as the SDKs send them, as both, and as neither. */
final class SentPayments {
    private static final String[] MEMBERS = {
        "\"price\":10,\"quantity\":3,\"revenue\":5",
        "\"price\":-4.5",
        "\"price\":4.25,\"quantity\":0",
        "\"revenue\":20",
        "\"revenue\":-7.125,\"quantity\":3",
        "\"quantity\":3",
        "\"price\":null,\"revenue\":6,\"quantity\":null",
        "\"event_properties\":{\"$price\":3.99,\"$quantity\":3,\"$productId\":\"p\",\"$revenueType\":\"sale\",\"$currency\":\"EUR\"}",
        "\"quantity\":1,\"event_properties\":{\"$price\":3.99,\"$quantity\":3,\"$productId\":7}",
        "\"event_properties\":{\"$revenue\":7.5,\"$quantity\":2,\"$currency\":\"USD\"},\"currency\":\"EUR\",\"productId\":\"typed\"",
        "\"event_properties\":{\"$price\":2,\"$revenue\":100}",
        "\"event_properties\":{\"$price\":-2.5,\"$quantity\":1.5}",
        "\"event_properties\":{\"$price\":\"3.99\",\"$quantity\":\" 2 \"}",
        "\"event_properties\":{\"$revenue\":\"+1e1\"}",
        "\"event_properties\":{\"$price\":\"much\",\"$revenue\":8.5}",
        "\"event_properties\":{\"$price\":5,\"$quantity\":\"two\"}",
        "\"event_properties\":{\"$price\":\"\",\"$revenue\":\"$5\"}",
        "\"event_properties\":{\"$price\":null,\"$revenue\":[5]}",
        "\"event_properties\":{\"$quantity\":3}",
        "\"event_properties\":{\"price\":5,\"quantity\":2,\"revenue\":9}",
        "\"event_properties\":{\"\\u0024price\":1.25}",
        "\"event_properties\":{\"$price\":1e999,\"$revenue\":1}",
        "\"event_properties\":{\"$price\":1e14,\"$quantity\":10}",
        "\"event_properties\":{\"$revenue\":1.0050},\"price\":null,\"revenue\":null",
        "\"price\":1,\"event_properties\":{\"$price\":3,\"$quantity\":9,\"$currency\":\"EUR\",\"$productId\":\"p\"}",
        "\"revenue\":2,\"currency\":\"CHF\",\"revenueType\":\"gift\",\"event_properties\":{\"$price\":3,\"$currency\":\"EUR\"}",
        "\"price\":3,\"event_properties\":{\"$quantity\":9,\"$revenue\":1}"
    };

    private SentPayments() {}

    /** Each as an event of three people, an hour apart. */
    static List<Sent> traffic(long from) {
        var log = new ArrayList<Sent>();
        for (String members : MEMBERS) {
            int i = log.size();
            long time = from + i * 3_600_000L;
            String event =
                    "{\"device_id\":\"payer-%d\",\"user_id\":\"payer-user-%d\",\"event_type\":\"%s\",\"time\":%d,"
                                    .formatted(i % 3, i % 3, i % 2 == 0 ? "revenue_amount" : "Paid", time)
                            + "\"server_received_time\":%d,\"insert_id\":\"payment-%d\",%s}"
                                    .formatted(time, i, members);
            log.add(new Sent(event.getBytes(StandardCharsets.UTF_8), time));
        }
        return log;
    }
}
