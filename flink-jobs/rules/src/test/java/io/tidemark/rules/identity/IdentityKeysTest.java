package io.tidemark.rules.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdentityKeysTest {
    private static final IdentityKeys ORGANISATION = new IdentityKeys(IdentityScope.ORGANISATION, "acme");
    private static final IdentityKeys PROJECT = new IdentityKeys(IdentityScope.PROJECT, "acme");

    @Test
    void version5IsThatOfTheRfc() {
        // RFC 9562, appendix A.4.
        UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

        assertThat(IdentityKeys.version5(dns, "www.example.com"))
                .isEqualTo(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
    }

    @Test
    void aDeviceAndAUserOfTheSameNameAreTwo() {
        assertThat(ORGANISATION.ofDevice("web", "someone")).isNotEqualTo(ORGANISATION.ofUser("web", "someone"));
    }

    @Test
    void oneUserOfTwoProjectsIsOnePersonOfTheOrganisation() {
        assertThat(ORGANISATION.ofUser("web", "someone")).isEqualTo(ORGANISATION.ofUser("app", "someone"));
    }

    @Test
    void oneUserOfTwoProjectsIsTwoPeopleWhereEachProjectHasItsOwn() {
        assertThat(PROJECT.ofUser("web", "someone")).isNotEqualTo(PROJECT.ofUser("app", "someone"));
    }

    @Test
    void amplitudeIdIsTheTop63BitsAndPositive() {
        UUID key = new UUID(-1L, 0);

        assertThat(IdentityKeys.amplitudeId(key)).isEqualTo(Long.MAX_VALUE);
    }
}
