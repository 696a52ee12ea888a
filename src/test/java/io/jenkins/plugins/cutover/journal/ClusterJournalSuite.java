package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.JournalAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Records in ConfigMaps, on whatever cluster. */
abstract class ClusterJournalSuite extends JournalSuite {
    /** A ConfigMap holds a mebibyte. */
    private static final int MOST = 1 << 20;

    abstract LocalCluster cluster();

    @Override
    Journal fresh() {
        return Clusters.stores(cluster(), CLOCK).journal();
    }

    private ConfigMap map(String service) {
        return cluster()
                .client()
                .configMaps()
                .inNamespace(Clusters.NAMESPACE)
                .withName("phased-cutover-" + service)
                .get();
    }

    @Override
    byte[] stored(String service) {
        return GzipCodec.unpack(map(service).getBinaryData().get("content.json.gz"));
    }

    @Override
    void overwrite(String service, byte[] bytes) {
        ConfigMap map = map(service);
        map.getBinaryData().put("content.json.gz", GzipCodec.pack(bytes));
        cluster().client().resource(map).update();
    }

    /** As somebody would who makes a Secret anew: it cannot be changed. */
    @Override
    void overwriteSealed(String id, byte[] bytes) {
        var secrets = cluster().client().secrets().inNamespace(Clusters.NAMESPACE);
        Secret secret = secrets.withName("phased-cutover-sealed." + id).get();
        cluster().client().resource(secret).delete();
        secret.getMetadata().setResourceVersion(null);
        secret.setData(Map.of("content.json.gz", GzipCodec.pack(bytes).substring(0, 16)));
        cluster().client().resource(secret).create();
    }

    @Override
    String readable() {
        StringBuilder all = new StringBuilder();
        for (ConfigMap map : Clusters.maps(cluster())) {
            all.append(Serialization.asYaml(map));
            map.getBinaryData().values().forEach(v -> all.append(new String(GzipCodec.unpack(v))));
        }
        return all.toString();
    }

    @Override
    int sealed() {
        return (int) cluster().client().secrets().inNamespace(Clusters.NAMESPACE).list().getItems().stream()
                .filter(s -> s.getMetadata().getName().startsWith("phased-cutover"))
                .count();
    }

    @Test
    void kubectlShowsASummary() {
        journal.save(open);
        assertThat(map("orders").getData().get("summary"))
                .isEqualTo("orders is DEPLOYING with 0% on EKS, build orders#1, revision 1 of " + NOW);
    }

    @Test
    void theLargestRecordFitsIntoAConfigMap() {
        Random random = new Random(1);
        CutoverRecord full = open;
        for (int i = 0; i < CutoverRecord.MAX_EVENTS; i++) {
            String text = random.ints(300, 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            full = full.with(d -> d.event(new Event(NOW, "test", text, Map.of("n", random.nextDouble()))));
        }
        for (int i = 0; i < CutoverRecord.MAX_SAMPLES; i++) {
            full = full.with(d -> d.sample(new TrafficSample(
                    NOW.plusMillis(random.nextInt()),
                    Share.NONE,
                    random.nextInt(99_999),
                    random.nextInt(999),
                    random.nextInt(99_999),
                    random.nextInt(999))));
        }
        journal.save(full);
        int size = map("orders").getBinaryData().get("content.json.gz").length();
        assertThat(size).isLessThan(MOST / 4);
    }

    /** API servers are shared: three minutes of polls without a decision are three updates. */
    @Test
    void aCutoverWithoutADecisionIsUpdatedOnceAMinute() {
        AtomicLong seconds = new AtomicLong();
        Journal buffered = new BufferedJournal(
                new KubernetesJournal(direct(), Clusters.NAMESPACE, CLOCK),
                new JournalAddress.Namespace(Clusters.NAMESPACE, cluster().access()).observations(),
                CLOCK,
                () -> TimeUnit.SECONDS.toNanos(seconds.get()));
        CutoverRecord record = buffered.save(open.with(d -> d.verify(
                CutoverRecord.Verify.begin(Share.ofPercent("5"), IntNode.valueOf(0), IntNode.valueOf(0), NOW))));
        Set<String> versions = new HashSet<>();
        for (int poll = 1; poll <= 180; poll++) {
            seconds.incrementAndGet();
            CutoverRecord before = buffered.find("orders").orElseThrow();
            record = buffered.save(polled(before, poll));
            versions.add(map("orders").getMetadata().getResourceVersion());
        }
        assertThat(versions).hasSize(4); // the first write, and an update after 60, 120 and 180 s
        assertThat(fresh().find("orders")).contains(record);
    }

    private static CutoverRecord polled(CutoverRecord record, int poll) {
        return record.with(d -> d.verify(record.verify().withEvidence(IntNode.valueOf(poll), IntNode.valueOf(poll)))
                .sample(new TrafficSample(NOW, Share.ofPercent("5"), poll, 0, poll, 0)));
    }

    private ApiServerClient direct() {
        return new ApiServerClient() {
            @Override
            public <T> T ask(String what, Function<KubernetesClient, T> work) {
                return work.apply(cluster().client());
            }
        };
    }
}
