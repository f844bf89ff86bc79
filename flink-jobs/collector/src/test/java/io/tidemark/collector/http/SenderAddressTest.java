package io.tidemark.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.config.AddressRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose address counts: nobody can claim another one than his own, unless a trusted proxy says so. */
class SenderAddressTest {
    private static final List<AddressRange> TRUSTED =
            List.of(new AddressRange("0a000000", 8), new AddressRange("20010db8000000000000000000000000", 32));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1 | 198.51.100.7                            | 192.0.2.1",
                "10.0.0.1  |                                         | 10.0.0.1",
                "10.0.0.1  | 198.51.100.7                            | 198.51.100.7",
                "10.0.0.1  | 203.0.113.9, 198.51.100.7               | 198.51.100.7",
                "10.0.0.1  | 203.0.113.9, 198.51.100.7, 10.1.2.3     | 198.51.100.7",
                "10.0.0.1  | 203.0.113.9,198.51.100.7:1234 , 10.1.2.3| 198.51.100.7",
                "10.0.0.1  | 10.9.9.9, 10.1.2.3                      | 10.9.9.9",
                "10.0.0.1  | unknown                                 | 10.0.0.1",
                "10.0.0.1  | 198.51.100.7, unknown                   | 10.0.0.1",
                "10.0.0.1  | unknown, 198.51.100.7                   | 198.51.100.7",
                "10.0.0.1  | 198.51.100.7,                           | 10.0.0.1",
                "10.0.0.1  | 198.51.100.777                          | 10.0.0.1",
                "10.0.0.1  | _hidden, 10.0.0.2                       | 10.0.0.1",
                "10.0.0.1  | [2001:DB9::1]:443                       | 2001:db9::1",
                "10.0.0.1  | 2001:db9:0:0:0:0:0:1                    | 2001:db9::1",
                "10.0.0.1  | [198.51.100.7]                          | 10.0.0.1",
                "10.0.0.1  | ::ffff:198.51.100.7                     | 198.51.100.7",
                "2001:db8::5 | 198.51.100.7, 2001:db8:1::1           | 198.51.100.7",
                "2001:db9::5 | 198.51.100.7                          | 2001:db9::5"
            })
    void isTheFirstFromTheRightThatIsNoTrustedProxy(String peer, String forwarded, String expected) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(peer), 1);
        assertThat(SenderAddress.of(address, forwarded, TRUSTED)).isEqualTo(expected);
        assertThat(SenderAddress.of(address, forwarded, List.of())).isEqualTo(SenderAddress.of(address, null, TRUSTED));
    }

    @Test
    void severalHeadersAreOneList() throws Exception {
        var loopback = new AddressRange("7f000000", 8);
        try (TestServer server = TestServer.start(ServerConfigs.usual().trusting(loopback));
                RawClient client = server.client()) {
            String forwarded = "x-forwarded-for: 203.0.113.9\r\nX-Forwarded-For: 198.51.100.7, 127.0.0.2\r\n";
            assertThat(client.exchange("GET / HTTP/1.1\r\nHost: t\r\n" + forwarded + "\r\n")
                            .body())
                    .contains("\"sender\":\"198.51.100.7\"");
        }
    }
}
