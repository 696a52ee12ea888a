package io.jenkins.plugins.cutover.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.model.JournalAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCopyFoldersTest {
    @TempDir
    Path copies;

    private Path of(String address) {
        return LocalCopyFolders.of(copies, (JournalAddress.Namespace) JournalAddress.parse("kubernetes:" + address));
    }

    @Test
    void copiesOfDifferentClustersAreSeparate() {
        Path prod = of("cutovers?server=https://prod&credential=a");
        assertThat(prod).isNotEqualTo(of("cutovers?server=https://staging&credential=a"));
        assertThat(prod).isEqualTo(of("cutovers?server=https://prod&credential=renewed"));
        assertThat(of("cutovers?kubeconfig=/k&context=prod"))
                .isNotEqualTo(of("cutovers?kubeconfig=/k&context=staging"));
    }

    @Test
    void theCurrentContextOfAKubeconfigCounts() throws IOException {
        Path file = copies.resolve("kubeconfig");
        Files.writeString(file, "apiVersion: v1\ncurrent-context: prod\n");
        Path prod = of("cutovers?kubeconfig=" + file);
        assertThat(prod).isEqualTo(of("cutovers?context=prod&kubeconfig=" + file));
        Files.writeString(file, "apiVersion: v1\ncurrent-context: staging\n");
        assertThat(of("cutovers?kubeconfig=" + file)).isNotEqualTo(prod);
    }

    @Test
    void copiesOfAnOlderVersionAreMoved() throws IOException {
        Files.createDirectory(copies.resolve("cutovers"));
        Files.writeString(copies.resolve("cutovers/orders.json"), "{}");
        assertThat(of("cutovers?server=https://prod").resolve("orders.json")).exists();
        assertThat(of("cutovers?server=https://staging").resolve("orders.json")).doesNotExist();
    }
}
