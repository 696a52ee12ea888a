package io.jenkins.plugins.cutover.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.sandbox.LocalCluster;
import java.util.Map;
import java.util.Random;
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
}
