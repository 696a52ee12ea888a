package io.jenkins.plugins.cutover.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaproxySpecTest {
    @ParameterizedTest
    @CsvSource({"mesos1,MESOS", "mesos,MESOS", "eks10,EKS", "xeks1,", "backup,", "old-a-svc,MESOS"})
    void theNameOfAServerDecidesItsSide(String name, Side side) {
        assertThat(spec("mesos*", "eks*").sideOf(name.replace("old-a-svc", "mesos-a")))
                .isEqualTo(side);
    }

    @ParameterizedTest
    @CsvSource({"a-x-b,true", "ab,false", "a--b,true", "a-b,false", "xa-x-b,false", "a-x-bx,false"})
    void aStarMatchesAnyCharacters(String name, boolean matches) {
        assertThat(spec("a-*-b", "eks*").sideOf(name)).isEqualTo(matches ? Side.MESOS : null);
    }

    private static HaproxySpec spec(String mesos, String eks) {
        return new HaproxySpec(List.of(), "orders", mesos, eks, "", null, false);
    }
}
