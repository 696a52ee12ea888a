package io.jenkins.plugins.cutover.bench.whole;

import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.simulation.world.RequestOutcome;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/** What clients send and how both sides answer, over time. A world belongs to one run, since it may have a state. */
final class World {
    private ToDoubleFunction<Moment> rate = m -> 300;
    private ToDoubleFunction<Moment> eksFailing = m -> .0005;
    private ToDoubleFunction<Moment> mesosFailing = m -> .0005;
    private ToDoubleFunction<Moment> eksMedian = m -> 40;
    private ToDoubleFunction<Moment> mesosMedian = m -> 40;
    private double tail = 1;
    private RequestOutcome kind;
    private ToDoubleFunction<Moment> kindPart = m -> 0;
    private BiConsumer<Double, CalmWorld> event = (seconds, world) -> {};
    private boolean slowness;

    World rate(ToDoubleFunction<Moment> perSecond) {
        rate = perSecond;
        return this;
    }

    World rate(double perSecond) {
        return rate(m -> perSecond);
    }

    /** The failed part of EKS's and Mesos's answers, 0 to 1. */
    World failing(ToDoubleFunction<Moment> eks, ToDoubleFunction<Moment> mesos) {
        eksFailing = eks;
        mesosFailing = mesos;
        return this;
    }

    World failing(double eks, double mesos) {
        return failing(m -> eks, m -> mesos);
    }

    World bothFailing(ToDoubleFunction<Moment> part) {
        return failing(part, part);
    }

    /** The medians of the times to the first byte, in milliseconds. */
    World medians(ToDoubleFunction<Moment> eks, ToDoubleFunction<Moment> mesos) {
        eksMedian = eks;
        mesosMedian = mesos;
        return this;
    }

    /** EKS's slowest 5 % take so many times as long. */
    World tail(double times) {
        tail = times;
        return slow();
    }

    /** What harms is slowness. */
    World slow() {
        slowness = true;
        return this;
    }

    /** A part of EKS's requests ends so. */
    World kind(RequestOutcome how, double part) {
        kind = how;
        kindPart = m -> part;
        return this;
    }

    /** Called each second with the seconds since EKS had its first share. */
    World event(BiConsumer<Double, CalmWorld> what) {
        event = what;
        return this;
    }

    double rate(Moment m) {
        return rate.applyAsDouble(m);
    }

    double failing(Side side, Moment m) {
        return (side == Side.EKS ? eksFailing : mesosFailing).applyAsDouble(m);
    }

    double median(Side side, Moment m) {
        return (side == Side.EKS ? eksMedian : mesosMedian).applyAsDouble(m);
    }

    double tail() {
        return tail;
    }

    RequestOutcome kind() {
        return kind;
    }

    double kindPart(Moment m) {
        return kindPart.applyAsDouble(m);
    }

    boolean slowness() {
        return slowness;
    }

    void happen(double seconds, CalmWorld world) {
        event.accept(seconds, world);
    }
}
