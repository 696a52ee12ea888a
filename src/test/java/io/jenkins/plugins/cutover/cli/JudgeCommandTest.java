package io.jenkins.plugins.cutover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class JudgeCommandTest {
    private static final String HEADER = "t,canary_requests,canary_errors,baseline_requests,baseline_errors";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void healthyTrafficEndsWith0() throws IOException {
        assertThat(judge(file("a.csv", 60, t -> "20,0,180,0"))).isZero();
        assertThat(out.toString()).contains("a.csv: HEALTHY at row 60, t 60.0 s: EKS 0 of 1,200 requests failed");
    }

    @Test
    void harmIsReportedAtTheRowThatProvedIt() throws IOException {
        // A fifth of the requests: for six seconds that may be a server that died.
        assertThat(judge(file("a.csv", 60, t -> t < 31 ? "20,0,180,0" : "20,4,180,0")))
                .isEqualTo(3);
        assertThat(out.toString()).contains("a.csv: HARMFUL at row 40,").contains("; evidence 1:");
    }

    @Test
    void tooLittleTrafficIsInconclusive() throws IOException {
        assertThat(judge(file("a.csv", 5, t -> "20,0,180,0"))).isEqualTo(4);
        assertThat(out.toString()).contains("INCONCLUSIVE at row 5");
    }

    @Test
    void trafficThatStopsIsInconclusive() throws IOException {
        assertThat(judge(file("a.csv", 120, t -> t < 60 ? "20,0,180,0" : "0,0,200,0")))
                .isEqualTo(4);
    }

    @Test
    void anEmptySideIsRefused() throws IOException {
        assertThat(judge(file("a.csv", 120, t -> "0,0,200,0"))).isEqualTo(2);
        assertThat(judge(file("b.csv", 120, t -> "200,0,0,0"))).isEqualTo(2);
        assertThat(err.toString())
                .contains("no row has a request to EKS: there is nothing to compare", "no row has a request to Mesos");
    }

    @Test
    void jsonHasTheEvidenceOfEveryRow() throws IOException {
        judge("--json", file("a.csv", 40, t -> "20,0,180,0"));
        JsonNode printed = JSON.readTree(out.toString());
        assertThat(printed.get("verdict").asText()).isEqualTo("HEALTHY");
        assertThat(printed.get("path")).hasSize(40);
        assertThat(printed.at("/path/39/evidence").asDouble())
                .isEqualTo(printed.get("evidence").asDouble());
        assertThat(printed.at("/path/0/t").asDouble()).isEqualTo(1);
    }

    @Test
    void severalFilesAreOneJsonLineEachAndTheWorstDecides() throws IOException {
        String[] files = {
            file("a.csv", 60, t -> "20,0,180,0"),
            file("b.csv", 60, t -> "20,4,180,0"),
            file("c.csv", 5, t -> "20,0,180,0")
        };
        assertThat(judge(files)).isEqualTo(3);
        String[] lines = out.toString().split(System.lineSeparator());
        assertThat(lines).hasSize(3);
        assertThat(JSON.readTree(lines[1]).fieldNames())
                .toIterable()
                .containsExactly("file", "verdict", "row", "t", "canaryRequests", "canaryErrors", "evidence");
    }

    @Test
    void settingsChangeTheVerdict() throws IOException {
        String file = file("a.csv", 20, t -> "20,0,180,0");
        assertThat(judge(file)).isEqualTo(4);
        assertThat(judge("--min-requests", "100", "--block", "2", file)).isZero();
    }

    @Test
    void theModeIsAnOption() throws IOException {
        assertThat(judge("--mode", "PROVABLE", file("a.csv", 60, t -> "20,4,180,0")))
                .isEqualTo(3);
    }

    @Test
    void latencyColumnsAreJudged() throws IOException {
        assertThat(judge(fileWith(
                        "," + String.join(",", TrafficFile.LATENCY),
                        500,
                        t -> "20,0,180,0,18,20,90,180,15,20,18,180,8,20,2,180")))
                .isEqualTo(3);
        assertThat(out.toString()).contains("EKS is slower");
    }

    @Test
    void retryColumnsAreJudged() throws IOException {
        assertThat(judge(fileWith(",canary_retries,baseline_retries", 60, t -> "20,0,180,0,4,0")))
                .isEqualTo(3);
        assertThat(out.toString()).contains("retries hide failures");
    }

    @Test
    void columnsOfKindsAreJudged() throws IOException {
        assertThat(judge(fileWith(
                        ",canary_not_found,baseline_not_found", 60, t -> "75,0,225,0," + (t < 30 ? "2,6" : "38,6"))))
                .isEqualTo(3);
        assertThat(out.toString()).contains("HARMFUL at row 3", "requests were answered 404, Mesos ");
    }

    @Test
    void columnsOfRequestsInFlightAreJudged() throws IOException {
        assertThat(judge(fileWith(
                        ",canary_open,baseline_open",
                        60,
                        t -> "75,0,225,0," + (t < 30 ? "3,9" : 3 + 37 * (t - 30) + ",9"))))
                .isEqualTo(3);
        assertThat(out.toString()).contains("HARMFUL at row 3", "requests to EKS hang: ");
    }

    @Test
    void columnsOfTotalTimesAreJudged() throws IOException {
        assertThat(judge(fileWith(
                        "," + String.join(",", TrafficFile.TOTALS),
                        500,
                        t -> "20,0,180,0,18,20,90,180,15,20,18,180,8,20,2,180")))
                .isEqualTo(3);
        assertThat(out.toString()).contains("EKS is slower");
    }

    @Test
    void badRowsAreNamedByTheirLine() throws IOException {
        assertBad("1,2,0,3,0\n2,2,x,3,0", "line 3: canary_errors is 'x': must be a whole number, 0 or more");
        assertBad("1,2,0,3,0\n\n3,-2,0,3,0", "line 4: canary_requests is '-2': must be a whole number, 0 or more");
        assertBad("1,2,3,3,0", "line 2: canary_errors is 3: must be from 0 to canary_requests, which is 2");
        assertBad("1,2,0,3,0\n1,2,0,3,0", "line 3: t is 1: must be greater than in the previous row");
        assertBad(
                "NaN,2,0,3,0",
                "line 2: t is 'NaN': must be a number of seconds or milliseconds, or a time such as 2026-11-30T23:59:59Z");
        assertBad("x,2,0,3,0", "line 2: t is 'x': must be a number of seconds");
        assertBad("1,2,0,3", "line 2: has 4 values: must be 5");
        assertBad("", "has no rows: nothing to judge");
    }

    @Test
    void badHeadersAreNamed() throws IOException {
        Path file = folder.resolve("h.csv");
        Files.writeString(file, "t,canary_requests,canary_errors,baseline_requests\n1,2,0,3\n");
        assertThat(judge(file.toString())).isEqualTo(2);
        Files.writeString(file, HEADER + ",p50_canary_over\n1,2,0,3,0,1\n");
        assertThat(judge(file.toString())).isEqualTo(2);
        Files.writeString(file, HEADER + ",cost\n1,2,0,3,0,1\n");
        assertThat(judge(file.toString())).isEqualTo(2);
        assertThat(err.toString().lines().toList())
                .satisfiesExactly(
                        l -> assertThat(l).contains("line 1: no column baseline_errors"),
                        l -> assertThat(l).contains("line 1: no column p50_canary_total"),
                        l -> assertThat(l).contains("line 1: unknown column 'cost'"));
    }

    @Test
    void aMissingFileAndABadSettingAreOneLine() throws IOException {
        assertThat(judge("nowhere.csv")).isEqualTo(2);
        assertThat(judge("--alpha", "2", file("a.csv", 5, t -> "20,0,180,0"))).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "cutover: nowhere.csv: no such file", "cutover: alpha is 2: must be from 0.000001 to 0.5");
    }

    private void assertBad(String rows, String message) throws IOException {
        err.getBuffer().setLength(0);
        Path file = folder.resolve("bad.csv");
        Files.writeString(file, HEADER + "\n" + rows + "\n");
        assertThat(judge(file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("bad.csv").contains(message).hasLineCount(1);
    }

    private String file(String name, int rows, IntFunction<String> counts) throws IOException {
        return file(name, "", rows, counts);
    }

    /** @param columns after those that every file has, each with a comma before it */
    private String fileWith(String columns, int rows, IntFunction<String> counts) throws IOException {
        return file("more.csv", columns, rows, counts);
    }

    private String file(String name, String columns, int rows, IntFunction<String> counts) throws IOException {
        Path file = folder.resolve(name);
        String body = IntStream.rangeClosed(1, rows)
                .mapToObj(t -> t + "," + counts.apply(t))
                .collect(Collectors.joining("\n"));
        Files.writeString(file, HEADER + columns + "\n" + body + "\n");
        return file.toString();
    }

    private int judge(String... args) {
        return new CommandLine(new JudgeCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
