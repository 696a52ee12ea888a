package io.jenkins.plugins.cutover.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCallTest {
    private static final HttpCall CALL = HttpCall.get(URI.create("https://user:hidden@metrics.example.com/q?t=hidden"));

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\u0000", "\u007f", "\u00fc", "\u2028"})
    void aHeaderValueWithAnotherCharacterIsRefusedWithoutShowingIt(String character) {
        assertThatThrownBy(() -> CALL.header("X-Key", "hidden" + character + "more"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("header X-Key for metrics.example.com: character 7 of 11 is not printable ASCII, such as a"
                        + " line break");
    }

    @Test
    void spacesAndTabsAreValidInAHeaderValue() {
        assertThat(CALL.header("X-Key", "a b\tc").headers()).containsEntry("X-Key", "a b\tc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com/", "http:///path", "/path", "http://my_host/"})
    void anAddressThatIsNotHttpOrHasNoHostIsRefused(String address) {
        assertThatThrownBy(() -> HttpCall.get(URI.create(address)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("\"" + address + "\" is not an http or https address with a host");
    }

    @Test
    void theTextOfACallHoldsNoSecret() {
        HttpCall call = CALL.header("Authorization", "hidden").body("text/plain", "hidden");
        assertThat(call).hasToString("GET https://metrics.example.com/q");
    }

    @Test
    void aCallAndItsResultsTravelToAnAgentAndBack() throws Exception {
        HttpCall call = CALL.header("Accept", "text/plain").within(Duration.ofSeconds(3));
        assertThat(copied(call)).isEqualTo(call);
        HttpReply reply = new HttpReply(200, Map.of("location", "/"), "body");
        assertThat(copied(reply)).isEqualTo(reply);
        HttpFailure failure = new HttpFailure(HttpFailure.Kind.BROKEN, "x");
        assertThat(copied(failure)).isEqualTo(failure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "1.0-rc848.3d5c", "1.0-SNAPSHOT (private-1234-joe)"})
    void theVersionOfTheUserAgentIsOneToken(String implementation) {
        assertThat(UserAgent.version(implementation)).isEqualTo(implementation.split(" ")[0]);
    }

    @Test
    void classesOutsideAJarAreOfVersionDev() {
        assertThat(UserAgent.version(null)).isEqualTo("dev");
    }

    private static Object copied(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    }
}
