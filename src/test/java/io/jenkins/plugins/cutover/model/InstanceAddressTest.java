package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix:/run/haproxy/admin.sock",
                "unix:/run/with space/admin.sock",
                "tcp:127.0.0.1:9999",
                "tls:lb1.example.com:9443",
                "tls:[2001:db8::1]:9443"
            })
    void readsBackWhatItWrites(String text) {
        InstanceAddress address = InstanceAddress.parse(text);
        assertThat(address).hasToString(text);
        assertThat(InstanceAddress.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/run/haproxy.sock", "unix:relative.sock", "tcp:9999", "http://lb:80", "tcp:lb:port"})
    void refusesAnInvalidAddressAndNamesTheForms(String text) {
        assertThatThrownBy(() -> InstanceAddress.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"" + text + "\" is not unix:/path/to/admin.sock, tcp:127.0.0.1:PORT or tls:");
    }

    @Test
    void refusesAPortThatHaproxyWouldWrapAround() {
        assertThatThrownBy(() -> InstanceAddress.parse("tcp:127.0.0.1:99999"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("port 99999 is not between 1 and 65535");
    }
}
