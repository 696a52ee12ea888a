package io.jenkins.plugins.cutover.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at the threads, sockets and heap of the whole process")
class ResourceUsageTest {
    private static List<ResourceUsage> rising(int threads, int sockets, int heap) {
        return IntStream.range(0, 20)
                .mapToObj(i -> new ResourceUsage(40 + i * threads, 20 + i * sockets, 100 + i * heap))
                .toList();
    }

    @Test
    void aThreadLeakIsReported() {
        assertThat(ResourceUsage.growth(rising(1, 0, 0))).isEqualTo("threads 40 -> 57");
    }

    @Test
    void aSocketLeakIsReported() {
        assertThat(ResourceUsage.growth(rising(0, 1, 0))).isEqualTo("sockets 20 -> 37");
    }

    @Test
    void aMemoryLeakIsReported() {
        assertThat(ResourceUsage.growth(rising(0, 0, 1))).isEqualTo("MB of heap 100 -> 117");
    }

    @Test
    void fewerThanSixSamplesAreNotEnough() {
        List<ResourceUsage> five = rising(99, 99, 99).subList(0, 5);
        assertThat(ResourceUsage.isEnough(five)).isFalse();
        assertThatThrownBy(() -> ResourceUsage.growth(five))
                .hasMessage("5 samples are not enough to detect growth: at least 6 are required");
        assertThat(ResourceUsage.growth(rising(99, 99, 99).subList(0, 6)))
                .isEqualTo("threads 40 -> 337, sockets 20 -> 317, MB of heap 100 -> 397");
    }

    @Test
    void constantUsageIsNotGrowth() {
        assertThat(ResourceUsage.growth(rising(0, 0, 0))).isEmpty();
    }

    @Test
    void thisProcessHasThreadsAndAHeap() {
        assertThat(ResourceUsage.now().threads()).isPositive();
        assertThat(ResourceUsage.now().heap()).isPositive();
    }
}
