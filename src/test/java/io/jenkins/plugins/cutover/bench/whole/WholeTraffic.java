package io.jenkins.plugins.cutover.bench.whole;

import io.jenkins.plugins.cutover.model.HarmKind;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.RequestOutcome;
import io.jenkins.plugins.cutover.simulation.world.ServerModel;
import io.jenkins.plugins.cutover.traffic.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * The traffic of one cutover: it adds what a {@link World} says to the counters of the model HAProxies, and keeps the lines
 * of their rings. Requests go to a side by chance, in the proportion of the weights.
 */
final class WholeTraffic {
    private static final double STEP = 1;
    private static final double ALL = .98;
    /** Lines that a ring keeps between two readings. */
    private static final int LINES = 600;

    private static final int BODY_MILLIS = 5;
    private static final int BYTES = 20_000;
    private static final double SIGMA = .5;
    private static final double Z_95 = 1.645;

    /** Requests that end later. */
    private record Open(double until, ServerModel server, RequestOutcome how, Side side, long count) {}

    private final World world;
    private final CalmWorld cutover;
    private final Draws draws;
    private final Harm harm;
    private final List<Open> open = new ArrayList<>();
    private List<Answer> lines = new ArrayList<>();
    private long read;
    private boolean lost;
    private double until;
    private double began = -1;
    private double rose;
    private double highest;
    private double all = -1;
    private boolean flowing;

    WholeTraffic(World world, CalmWorld cutover, Draws draws) {
        this.world = world;
        this.cutover = cutover;
        this.draws = draws;
        this.harm = new Harm(world);
    }

    Harm harm() {
        return harm;
    }

    /** What was sent since the last call, up to now. */
    void flow() {
        if (flowing) {
            return;
        }
        flowing = true;
        double now = cutover.time().elapsed().toNanos() / 1e9;
        while (until < now - 1e-9) {
            double length = Math.min(STEP, now - until);
            until += length;
            step(length);
        }
        flowing = false;
    }

    private void step(double length) {
        double eks =
                cutover.eksFractions().stream().mapToDouble(f -> f).average().orElse(0);
        began = eks > 0 && began < 0 ? until : began;
        // After an ask EKS gets a share again that it knows.
        if (eks > highest + 1e-9) {
            rose = until;
            highest = eks;
        }
        all = eks > ALL && all < 0 ? until : all;
        Moment moment = new Moment(began < 0 ? -1 : until - began, until - rose, eks, all < 0 ? -1 : until - all);
        if (began >= 0) {
            world.happen(moment.seconds(), cutover);
        }
        end();
        for (HaproxyModel instance : cutover.world().fleet()) {
            if (!instance.frozen()) {
                serve(instance, moment, length);
            }
        }
        harm.step(moment, until);
    }

    private void serve(HaproxyModel instance, Moment moment, double length) {
        long all = draws.poisson(
                world.rate(moment) * length / cutover.world().fleet().size());
        long eks = draws.binomial(all, instance.serving().eksFraction());
        serve(instance, Side.EKS, eks, moment);
        serve(instance, Side.MESOS, all - eks, moment);
    }

    private void serve(HaproxyModel instance, Side side, long count, Moment moment) {
        ServerModel server = instance.servers().stream()
                .filter(s -> s.side() == side && s.up() && s.weight() > 0)
                .findFirst()
                .orElse(null);
        if (count == 0 || server == null) {
            return;
        }
        long failed = draws.binomial(count, world.failing(side, moment));
        long odd =
                side == Side.EKS && world.kind() != null ? draws.binomial(count - failed, world.kindPart(moment)) : 0;
        server.began(count);
        server.ended(RequestOutcome.FAILED, failed, BYTES);
        server.ended(RequestOutcome.ANSWERED, count - failed - odd, BYTES);
        add(side, RequestOutcome.FAILED, failed, moment);
        long slow = add(side, RequestOutcome.ANSWERED, count - failed - odd, moment);
        if (odd > 0) {
            double seconds = world.kind().inFlight().toMillis() / 1000.0;
            open.add(new Open(until + seconds, server, world.kind(), side, odd));
        }
        harm.add(side, count, failed, odd, slow);
    }

    private void end() {
        open.removeIf(o -> {
            if (o.until() > until) {
                return false;
            }
            o.server().ended(o.how(), o.count(), BYTES);
            add(o.side(), o.how(), o.count(), null);
            return true;
        });
    }

    /** Lines of the ring. @return how many of the answers were slower than is harm, in proportion to those drawn */
    private long add(Side side, RequestOutcome how, long count, Moment moment) {
        long drawn = Math.min(count, LINES);
        long slow = 0;
        double limit = moment == null || !world.slowness() ? 0 : harm.limit(moment);
        for (long i = 0; i < drawn; i++) {
            int millis = moment == null ? BODY_MILLIS : millis(side, moment);
            slow += limit > 0 && side == Side.EKS && millis > limit ? 1 : 0;
            lines.add(line(side, how, millis));
        }
        lost |= drawn < count || lines.size() > 3 * LINES;
        if (lines.size() > 3 * LINES) {
            read += lines.size() - 2 * LINES;
            lines = new ArrayList<>(lines.subList(lines.size() - 2 * LINES, lines.size()));
        }
        return drawn == 0 ? 0 : slow * count / drawn;
    }

    private int millis(Side side, Moment moment) {
        double z = draws.gaussian();
        double median = world.median(side, moment);
        double times = side == Side.EKS && z > Z_95 ? world.tail() : 1;
        return (int) (times * median * Math.exp(SIGMA * z));
    }

    private static Answer line(Side side, RequestOutcome how, int millis) {
        return switch (how) {
            case ANSWERED -> answer(side, 200, null, millis, BODY_MILLIS, BYTES);
            case SLOW -> answer(side, 200, null, millis, 1500, BYTES);
            case EMPTY -> answer(side, 200, null, millis, 0, 100);
            case SHORT -> answer(side, 200, null, millis, BODY_MILLIS, BYTES / 2);
            case HANGING -> answer(side, 200, null, 20_000, 0, BYTES);
            case TRUNCATED -> answer(side, 200, HarmKind.TRUNCATED, millis, BODY_MILLIS, BYTES / 2);
            case STALLED -> answer(side, 200, HarmKind.GIVEN_UP_IN_BODY, millis, 2995, BYTES / 2);
            case GIVEN_UP, UPLOAD_STALLED -> answer(side, 400, HarmKind.GIVEN_UP, -1, -1, 100);
            case RESET -> answer(side, 502, HarmKind.FAILED, -1, -1, 100);
            case FAILED -> answer(side, 500, HarmKind.FAILED, millis, 0, 200);
            case NOT_FOUND -> answer(side, 404, HarmKind.NOT_FOUND, millis, 0, 200);
            case UNAUTHORIZED -> answer(side, 401, HarmKind.UNAUTHORIZED, millis, 0, 200);
            case REDIRECTED -> answer(side, 302, HarmKind.REDIRECTED, millis, 0, 200);
        };
    }

    private static Answer answer(Side side, int status, HarmKind kind, int firstByte, int body, long bytes) {
        return new Answer(side, "all", status, kind, firstByte, body, bytes, "");
    }

    /** The number of the last line. */
    long last() {
        return read + lines.size();
    }

    /** Lines after that number. */
    List<Answer> after(long number) {
        int from = (int) Math.max(0, Math.min(lines.size(), number - read));
        return List.copyOf(lines.subList(from, lines.size()));
    }

    /** Whether lines were lost after that number. */
    boolean lostAfter(long number) {
        boolean any = number < read || lost;
        lost = false;
        return any;
    }
}
