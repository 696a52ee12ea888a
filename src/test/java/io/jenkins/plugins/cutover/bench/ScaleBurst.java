package io.jenkins.plugins.cutover.bench;

import io.jenkins.plugins.cutover.bench.ScaleRow.Percentiles;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Turns the EKS sides of many services to failing at the same time, and waits until their traffic is back on Mesos. */
record ScaleBurst(ScaleTask task, ScaleController controller) {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** One service whose EKS side failed: the decision is in its record, and the last confirmed weight. */
    private record Outcome(boolean harmful, boolean onMesos, Instant decided, Instant confirmed) {}

    ScaleRow.Burst run(List<Runner.Run> runs) throws IOException {
        Instant fault = Instant.now();
        fault(true);
        CompletableFuture<?>[] failing = runs.subList(0, task.failing()).stream()
                .map(run -> run.result().handle((done, failed) -> done))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(failing)
                .completeOnTimeout(null, LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        fault(false);
        return burst(
                fault,
                IntStream.range(0, task.failing()).mapToObj(this::outcome).toList());
    }

    private void fault(boolean on) throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(task.responder()));
            String command = "set map " + task.faultMap() + " orders " + (on ? 1 : 0) + "\n";
            socket.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.UTF_8)));
            String answer = new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!answer.isEmpty()) {
                throw new IOException("\"" + command.strip() + "\" was answered \"" + answer + "\"");
            }
        }
    }

    private Outcome outcome(int number) {
        CutoverRecord record = controller.record(number);
        CutoverRecord.Rollback back = record.rollback();
        boolean harmful = record.verify().verdict() == Verdict.HARMFUL && back != null;
        return new Outcome(
                harmful,
                harmful && controller.backOnMesos(number),
                harmful ? back.decidedAt() : null,
                harmful ? back.trafficBackAt() : null);
    }

    private static ScaleRow.Burst burst(Instant fault, List<Outcome> all) {
        List<Outcome> confirmed = all.stream()
                .filter(o -> o.harmful && o.onMesos && o.confirmed != null)
                .toList();
        double span = confirmed.isEmpty()
                ? Double.NaN
                : millis(
                        confirmed.stream()
                                .map(Outcome::decided)
                                .min(Comparator.naturalOrder())
                                .orElseThrow(),
                        confirmed.stream()
                                .map(Outcome::confirmed)
                                .max(Comparator.naturalOrder())
                                .orElseThrow());
        return new ScaleRow.Burst(
                all.size(),
                (int) all.stream().filter(Outcome::harmful).count(),
                confirmed.size(),
                percentiles(confirmed, o -> millis(o.decided, o.confirmed)),
                span,
                percentiles(confirmed, o -> millis(fault, o.decided)),
                percentiles(confirmed, o -> millis(fault, o.confirmed)));
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }

    private static Percentiles percentiles(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
        double[] sorted = outcomes.stream().mapToDouble(value).sorted().toArray();
        List<Double> at = new ArrayList<>();
        for (double quantile : new double[] {.5, .95, .99, 1}) {
            at.add(sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(quantile * sorted.length) - 1]);
        }
        return new Percentiles(at.get(0), at.get(1), at.get(2), at.get(3));
    }
}
