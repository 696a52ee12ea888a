package io.jenkins.plugins.cutover.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.RecordDraft;
import io.jenkins.plugins.cutover.model.SecretContent;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.model.TrafficSample;
import io.jenkins.plugins.cutover.traffic.CounterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Records of cutovers that have run for an hour and were just shifted to 50 %, as the real operations leave them. */
final class ScaleRecords {
    static final Share SHARE = Share.ofPercent(50);
    private static final Duration AGE = Duration.ofHours(1);
    private static final int EVENTS = 12;

    private ScaleRecords() {}

    /** A long phase: it must not pass while it is measured, and a late poll must not end it. */
    static ServiceSpec spec(String service, List<String> instances) {
        return SpecReader.map(
                service,
                Map.of(
                        "service",
                        service,
                        "environment",
                        "env-" + service,
                        "haproxy",
                        Map.of("instances", instances),
                        "marathon",
                        Map.of("url", "http://marathon", "app", "/" + service),
                        "eks",
                        Map.of("kubeconfig", "none", "manifests", "none"),
                        "verify",
                        Map.of("max", "4h", "blindAfter", "10m")));
    }

    /** @param counters of the fleet before the cutover */
    static CutoverRecord running(
            ServiceSpec spec, int number, Owner owner, List<Endpoint> eks, CounterSnapshot counters, Instant now) {
        Instant opened = now.minus(AGE);
        CutoverRecord.Shift shift = CutoverRecord.Shift.begin(
                        Share.ofPercent(25),
                        SHARE,
                        new CutoverRecord.Manner(Duration.ZERO, Duration.ofSeconds(30), null, false),
                        now)
                .ended(now)
                .handedOver();
        return CutoverRecord.open(spec, owner, opened)
                .with(d -> history(
                        d.state(CutoverState.RUNNING)
                                .before(new CutoverRecord.Before(
                                        2,
                                        new SecretContent(spec.service() + "-definition", definition()),
                                        Json.tree(counters),
                                        null))
                                .desired(new DesiredTraffic(SHARE, eks, Map.of("mesos1", 100, "mesos2", 100)))
                                .confirmed(confirmed(spec, now))
                                .deployment(deployment(spec.service(), opened))
                                .shift(shift),
                        number,
                        opened));
    }

    /** The app's definition, the same for all. */
    static JsonNode definition() {
        Path file = Path.of(
                System.getProperty("cutover.basedir", "."), "src", "test", "resources", "sandbox", "orders-app.json");
        try {
            return Json.mapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    private static Map<String, CutoverRecord.Confirmation> confirmed(ServiceSpec spec, Instant now) {
        Map<String, CutoverRecord.Confirmation> all = new TreeMap<>();
        spec.haproxy().instances().forEach(i -> all.put(i.toString(), new CutoverRecord.Confirmation(SHARE, "", now)));
        return all;
    }

    private static CutoverRecord.Deployment deployment(String service, Instant opened) {
        return new CutoverRecord.Deployment(
                "default",
                service,
                "1",
                List.of("v1 Service/" + service, "apps/v1 Deployment/" + service),
                List.of(),
                opened,
                0);
    }

    /** A full list of samples is halved, so its length is anywhere between half and full. */
    private static RecordDraft history(RecordDraft draft, int number, Instant opened) {
        int samples = CutoverRecord.MAX_SAMPLES / 2 + 1 + number * 37 % (CutoverRecord.MAX_SAMPLES / 2);
        for (int i = 0; i < samples; i++) {
            draft.sample(new TrafficSample(opened.plusSeconds(5L * i), SHARE, 10, 0, 10, 0));
        }
        for (int i = 0; i < EVENTS; i++) {
            draft.event(new Event(
                    opened.plusSeconds(60L * i),
                    "verdict",
                    "25 %: HEALTHY: EKS failed 0 of 1,204 requests, Mesos 1 of 3,590; harm is ruled out",
                    Map.of("share", 25.0, "eksRequests", 1204, "mesosRequests", 3590)));
        }
        return draft;
    }
}
