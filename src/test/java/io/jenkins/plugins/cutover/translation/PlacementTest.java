package io.jenkins.plugins.cutover.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'@zone','CLUSTER','a'; topology.kubernetes.io/zone In [a]",
                "'rack','LIKE','r[1-2]'; rack In [r1, r2]",
                "'rack','UNLIKE','r1|r2'; rack NotIn [r1, r2]",
                "'rack','IS','r1'; rack In [r1]",
                "'hostname','LIKE','n1'; kubernetes.io/hostname In [n1]",
            },
            quoteCharacter = '"')
    void aListOfValuesIsNodeAffinity(String constraint, String expected) {
        Sample sample = constraint(constraint);
        assertThat(sample.pod()
                        .getAffinity()
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms()
                        .get(0)
                        .getMatchExpressions())
                .singleElement()
                .satisfies(e -> assertThat(e.getKey() + " " + e.getOperator() + " " + e.getValues())
                        .isEqualTo(expected));
        assertThat(sample.losses("constraints[0]")).startsWith("REVIEW");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'rack','LIKE','r.*'",
                "'rack','IS','[1-5]'",
                "'rack','IS','7'",
                "'hostname','MAX_PER','3'",
                "'bad key','UNIQUE'"
            },
            quoteCharacter = '"')
    void aConstraintWithoutCounterpartIsLeftOutAndReported(String constraint) {
        Sample sample = constraint(constraint);
        assertThat(sample.pod().getAffinity()).isNull();
        assertThat(sample.losses("constraints[0]")).contains("left out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"'hostname','UNIQUE'", "'hostname','UNIQUE',''", "'hostname','MAX_PER','1'"},
            quoteCharacter = '"')
    void uniqueIsAntiAffinity(String constraint) {
        assertThat(constraint(constraint)
                        .pod()
                        .getAffinity()
                        .getPodAntiAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(t -> assertThat(t.getTopologyKey()).isEqualTo("kubernetes.io/hostname"));
    }

    @Test
    void clusterWithoutAValueIsAffinityToItself() {
        Sample sample = constraint("'rack','CLUSTER'");
        assertThat(sample.pod().getAffinity().getPodAffinity()).isNotNull();
        assertThat(sample.losses("constraints[0]")).contains("where the first one went");
    }

    @Test
    void groupByIsAnEvenSpread() {
        TopologySpreadConstraint spread = constraint("'@zone','GROUP_BY','3'")
                .pod()
                .getTopologySpreadConstraints()
                .get(0);
        assertThat(spread.getMinDomains()).isEqualTo(3);
        assertThat(spread.getWhenUnsatisfiable()).isEqualTo("DoNotSchedule");
        assertThat(constraint("'@zone','GROUP_BY'").losses("constraints[0]")).startsWith("REVIEW");
    }

    private static Sample constraint(String words) {
        return Sample.image("'constraints':[[" + words + "]]");
    }
}
