package io.jenkins.plugins.cutover.controller;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import com.codahale.metrics.Timer;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.cutover.model.Verdict;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jenkins.metrics.api.MetricProvider;

/** Publishes the {@link CutoverCounters} through the metrics plugin. docs/administrator.md lists the names. */
@Extension(optional = true)
public final class CutoverMetrics extends MetricProvider {
    private static final String NAME = "phased-cutover.";

    private MetricSet metrics;

    @Override
    public synchronized MetricSet getMetricSet() {
        if (metrics == null) {
            metrics = metrics(of(
                    ExtensionList.lookupSingleton(JenkinsCutoverServices.class).counters()));
        }
        return metrics;
    }

    private static Map<String, Metric> of(CutoverCounters counters) {
        Map<String, Metric> all = new TreeMap<>();
        all.put(NAME + "open", (Gauge<Long>) counters::open);
        all.put(NAME + "partial", (Gauge<Long>) counters::partial);
        all.put(NAME + "not-judged", (Gauge<Long>) counters::notJudged);
        all.put(NAME + "seconds-since-poll", (Gauge<Long>) counters::secondsSincePoll);
        for (Verdict verdict : Verdict.values()) {
            String kind = verdict.name().toLowerCase(Locale.ROOT);
            all.put(NAME + "verdicts." + kind, (Gauge<Long>) () -> counters.verdicts(verdict));
        }
        Timer traffic = new Timer();
        Timer complete = new Timer();
        all.put(NAME + "restore.traffic", traffic);
        all.put(NAME + "restore.complete", complete);
        counters.listen(new CutoverCounters.Restores() {
            @Override
            public void traffic(Duration took) {
                traffic.update(took);
            }

            @Override
            public void complete(Duration took) {
                complete.update(took);
            }
        });
        return all;
    }
}
