package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.judge.Pair;
import io.jenkins.plugins.cutover.judge.Poll;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of other systems are read as the counts of both sides, or refused. */
class TrafficImportTest {
    private static final String HEADER = String.join(",", TrafficFile.COLUMNS);

    @TempDir
    private Path folder;

    @Test
    void semicolonsTabsAndMillisecondsAreRead() throws IOException {
        String text = HEADER.replace(',', ';') + "\n1764000000000;5;1;95;2\n1764000001000;6;0;94;1\n";
        List<Poll> polls = read(text).polls();
        assertThat(polls).extracting(Poll::traffic).containsExactly(Pair.of(5, 1, 95, 2), Pair.of(6, 0, 94, 1));
        assertThat(polls.get(1).seconds() - polls.get(0).seconds()).isEqualTo(1);
        assertThat(read(text.replace(';', '\t')).polls()).isEqualTo(polls);
        assertThat(read(text.replace(';', '\t')).how()).isEqualTo("CSV with tabs");
    }

    @Test
    void datesAreRead() throws IOException {
        List<Poll> polls = read(HEADER + "\n2026-11-30 23:59:59,5,0,95,0\n2026-12-01T00:00:01Z,5,0,95,0\n")
                .polls();
        assertThat(polls.get(1).seconds() - polls.get(0).seconds()).isEqualTo(2);
    }

    @Test
    void countersSinceAStartAreRefusedUnlessSaidSoAndAReloadIsLeftOut() throws IOException {
        String text = HEADER + "\n"
                + IntStream.range(0, 40)
                        .mapToObj(t -> t + "," + 5 * t + ",0," + 95 * t + "," + t)
                        .collect(Collectors.joining("\n"));
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("say --cumulative, or --no-cumulative");
        TrafficFile file = read(text + "\n40,2,0,10,0\n41,7,0,105,1", cumulative());
        assertThat(file.polls()).hasSize(40).allMatch(p -> p.traffic().equals(Pair.of(5, 0, 95, 1)));
        assertThat(file.how()).endsWith("cumulative, 1 rows with a counter that fell left out");
    }

    private static TrafficOptions cumulative() {
        return new TrafficOptions(Map.of(), "eks.*", true);
    }

    @Test
    void aRangeQueryOfPrometheusIsRead() throws IOException {
        String text = """
                {"status":"success","data":{"resultType":"matrix","result":[
                {"metric":{"__name__":"requests","side":"eks"},"values":[[1764000000,"5"],[1764000010,"6"]]},
                {"metric":{"__name__":"errors","side":"eks"},"values":[[1764000000,"1"],[1764000010,"0"]]},
                {"metric":{"__name__":"requests","side":"mesos"},"values":[[1764000000,"95"],[1764000010,"94"]]},
                {"metric":{"__name__":"errors","side":"mesos"},"values":[[1764000000,"2"],[1764000010,"1"]]}]}}
                """;
        TrafficFile file = read(text);
        assertThat(file.polls()).extracting(Poll::traffic).containsExactly(Pair.of(5, 1, 95, 2), Pair.of(6, 0, 94, 1));
        assertThat(file.how())
                .startsWith("Prometheus matrix with 4 series, ")
                .contains("canary_errors from 'errors{side=\"eks\"}'");
        assertThatThrownBy(() -> read(text.replace("matrix", "vector"))).hasMessageContaining("must be matrix");
        assertThatThrownBy(() -> read(text.replace(",[1764000010,\"94\"]", "")))
                .hasMessageContaining("series requests{side=\"mesos\"} has no value at 1.76400001E9");
    }

    @Test
    void aPanelOfGrafanaIsRead() throws IOException {
        String text = """
                "Time","EKS requests","EKS 5xx","Mesos requests","Mesos 5xx"
                2026-11-30 12:00:00,5,1,95,2
                2026-11-30 12:00:10,6,0,94,1
                """;
        assertThat(read(text).polls())
                .extracting(Poll::traffic)
                .containsExactly(Pair.of(5, 1, 95, 2), Pair.of(6, 0, 94, 1));
    }

    @Test
    void columnsOfOtherNamesAreNamedByOptions() throws IOException {
        String text = "time,a,b,c,d\n1,5,1,95,2\n2,5,1,95,2\n";
        assertThatThrownBy(() -> read(text))
                .hasMessageContaining("no column is known to have canary_requests; name it with --eks-requests;")
                .hasMessageEndingWith("the columns are 'a', 'b', 'c', 'd', 'time'");
        Map<String, String> names =
                Map.of("canary_requests", "a", "canary_errors", "b", "baseline_requests", "c", "baseline_errors", "d");
        assertThat(read(text, new TrafficOptions(names, "eks.*", null)).polls())
                .allMatch(p -> p.traffic().equals(Pair.of(5, 1, 95, 2)));
    }

    @Test
    void aLogOfHaproxyIsReadSecondBySecond() throws IOException {
        String text = log("12:00:00", "eks1", 200, "--")
                + log("12:00:00", "eks2", 500, "--")
                + log("12:00:00", "mesos1", 200, "--")
                + log("12:00:02", "mesos1", 200, "SD")
                + "Nov 30 12:00:03 lb haproxy[1]: Proxy http started.\n";
        TrafficFile file = read(text);
        assertThat(file.polls())
                .extracting(Poll::traffic)
                .containsExactly(Pair.of(2, 1, 1, 0), Pair.of(0, 0, 0, 0), Pair.of(0, 0, 1, 1));
        assertThat(file.how()).isEqualTo("log of HAProxy, EKS's servers eks.*, 1 other lines left out");
    }

    @Test
    void aRequestThatReachedNoServerIsOfNeitherSide() throws IOException {
        String text = log("12:00:00", "eks1", 200, "--")
                + log("12:00:00", "mesos1", 200, "--")
                + log("12:00:00", "<NOSRV>", 503, "SC");
        assertThat(read(text).polls()).extracting(Poll::traffic).containsExactly(Pair.of(1, 0, 1, 0));
    }

    @Test
    void aSecondSeriesForTheSameColumnIsRefused() {
        String text = "Time,eks 2xx,eks 4xx,eks 5xx,mesos requests,mesos 5xx\n1,5,0,1,95,2\n2,5,0,1,95,2\n";
        assertThatThrownBy(() -> read(text))
                .hasMessageEndingWith("both 'eks 2xx' and 'eks 4xx' may be canary_requests: name one with"
                        + " --eks-requests, or query their sum");
    }

    private static String log(String time, String server, int status, String end) {
        return "Nov 30 " + time + " lb haproxy[1]: 10.0.0.1:5000 [30/Nov/2026:" + time + ".123] http orders/" + server
                + " 0/0/1/20/21 " + status + " 512 - - " + end + "-- 1/1/0/0/0 0/0 \"GET / HTTP/1.1\"\n";
    }

    @Test
    void doubtfulFilesAreRefusedWithTheLine() throws IOException {
        assertThatThrownBy(
                        () -> read(HEADER + "\n1,5,0,95,0\n2,5,0,95,0\n3,5,0,95,0\n" + rows(4, 60) + "\n500,5,0,95,0"))
                .hasMessageContaining("line 62: 440 s without a row before it: split the file there");
        assertThatThrownBy(() -> read(HEADER + "\n"
                        + IntStream.range(0, 30).mapToObj(t -> t + ",9,1,9,1").collect(Collectors.joining("\n"))))
                .hasMessageContaining("EKS and Mesos have the same counts in every row");
        assertThatThrownBy(() -> read(""))
                .hasMessageContaining("is empty: must start with the header t,canary_requests");
        assertThatThrownBy(() -> read(HEADER + "\n1;5;0;95;0")).hasMessageContaining("line 2: has 1 values: must be 5");
    }

    private static String rows(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(t -> t + ",5,0,95,0").collect(Collectors.joining("\n"));
    }

    @Test
    void sharesAreThoseOfTheCutover() {
        ReplayedShares plan = ReplayedShares.parse(List.of("0:5", "600:25", "1200:100"));
        assertThat(plan.share(1)).isEqualTo(2500);
        assertThat(plan.after(0)).isEqualTo(25);
        assertThat(plan.after(2)).isEqualTo(100);
        assertThat(plan.begins(1, 600)).isFalse();
        assertThat(plan.begins(1, 601)).isTrue();
        assertThatThrownBy(() -> ReplayedShares.parse(List.of("600:25", "0:5")))
                .hasMessage("--share is '0:5': must begin after the share before it");
        assertThatThrownBy(() -> ReplayedShares.parse(List.of("x:5")))
                .hasMessageContaining("must be PERCENT, or SECONDS:PERCENT");
    }

    private TrafficFile read(String text) throws IOException {
        return read(text, TrafficOptions.DEFAULT);
    }

    private TrafficFile read(String text, TrafficOptions options) throws IOException {
        return TrafficFile.read(Files.writeString(folder.resolve("traffic"), text), options);
    }
}
