package io.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be seen is not printed, whatever its key is called and wherever in an address it is. */
class SecretTest {
    @Test
    void aSecretPrintsAsStarsAndIsHandedOutWhenItIsNeeded() {
        Secret secret = new Secret("hunter2");

        assertThat(secret).hasToString("***").isEqualTo(new Secret("hunter2"));
        assertThat(secret.reveal()).isEqualTo("hunter2");
        assertThat("the password is " + secret).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "ssl.keystore.password",
                "ssl.key.PASSWORD",
                "db.passwd",
                "key-passphrase",
                "fs.s3a.secret.key",
                "client_secret",
                "credential",
                "oauth2-token-endpoint-token",
                "sasl.jaas.config",
                "access-key",
                "fs.s3a.access.key",
                "s3.accesskey",
                "ssl.private.key",
                "private-key"
            })
    void theseKeysHoldSecrets(String key) {
        assertThat(Secret.isSecretKey(key)).isTrue();
        assertThat(Secret.masked(Map.of(key, "hunter2"))).containsExactly(Map.entry(key, "***"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "uri", "ssl.endpoint", "group.id", "keys", "pass", "access", "public-key"})
    void theseDoNot(String key) {
        assertThat(Secret.isSecretKey(key)).isFalse();
        assertThat(Secret.masked(Map.of(key, "value"))).containsExactly(Map.entry(key, "value"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:postgresql://me:hunter2@db:5432/x             | jdbc:postgresql://***@db:5432/x
            jdbc:postgresql://db/x?user=me&password=hunter2    | jdbc:postgresql://db/x?user=me&password=***
            jdbc:postgresql://db/x?password=hunter2&ssl=true   | jdbc:postgresql://db/x?password=***&ssl=true
            jdbc:postgresql://db/x?SSLPassword=hunter2         | jdbc:postgresql://db/x?SSLPassword=***
            jdbc:mysql://db/x;password=hunter2;a=b             | jdbc:mysql://db/x;password=***;a=b
            https://token@host/path                            | https://***@host/path
            https://host/path@home                             | https://host/path@home
            jdbc:sqlite:/lake/catalog.db                       | jdbc:sqlite:/lake/catalog.db
            jdbc:postgresql://db/x?passwordless=no             | jdbc:postgresql://db/x?passwordless=no
            """)
    void anAddressIsShownWithoutThePasswordInIt(String address, String shown) {
        assertThat(Secret.maskedUri(address)).isEqualTo(shown);
        assertThat(Secret.masked(Map.of("x", address))).containsEntry("x", shown);
    }

    @Test
    void propertiesAreShownInTheOrderOfTheirKeys() {
        assertThat(Secret.masked(Map.of("c", "3", "a", "1", "b.password", "2")))
                .hasToString("{a=1, b.password=***, c=3}");
    }
}
