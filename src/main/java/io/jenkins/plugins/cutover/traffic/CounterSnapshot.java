package io.jenkins.plugins.cutover.traffic;

import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The counters of the fleet at one moment, as the record keeps them from one tick to the next.
 *
 * @param instances by the instance's address; unreachable ones are not in it
 */
public record CounterSnapshot(Map<String, OfInstance> instances) implements Serializable {
    /** How the line for an instance that is in the earlier snapshot only ends. */
    public static final String NO_ANSWER = ": no answer";

    public CounterSnapshot {
        instances = new TreeMap<>(instances);
    }

    /**
     * One instance's counters, each side's summed over its servers.
     *
     * @param open requests that were open and will be counted later
     * @param unserved requests that found no server; null in snapshots of older versions
     * @param half of one half of the Mesos servers, always the same ones; null in snapshots of older versions
     * @param mesosAborts requests to Mesos that clients gave up; null in snapshots of older versions
     * @param eksAborts requests to EKS that clients gave up; null in snapshots of older versions
     * @param inFlight requests that are not answered yet; null in snapshots of older versions
     */
    public record OfInstance(
            Identity identity,
            Counters mesos,
            Counters eks,
            long open,
            Counters half,
            Long unserved,
            ClientAborts mesosAborts,
            ClientAborts eksAborts,
            InFlight inFlight)
            implements Serializable {
        private OfInstance continuing(OfInstance before) {
            boolean same = before != null && before.identity().equals(identity) && before.eksAborts() != null;
            return same
                    ? new OfInstance(
                            identity,
                            mesos,
                            eks,
                            open,
                            half,
                            unserved,
                            mesosAborts.since(before.mesosAborts()),
                            eksAborts.since(before.eksAborts()),
                            inFlight)
                    : this;
        }
    }

    /**
     * What happened between two snapshots.
     *
     * @param unserved requests that found no server, so that no side counts them
     * @param mesosAborts requests to Mesos that clients gave up before the answer; no other counter has them. 0 unless the
     *     later snapshot continues the earlier one
     * @param eksAborts the same of EKS
     * @param inFlight requests that were not answered yet at the later snapshot
     * @param skipped the instances left out, each with the reason in one line: new, no answer, restarted, a counter fell
     */
    public record Delta(
            Counters mesos,
            Counters eks,
            long unserved,
            long mesosAborts,
            long eksAborts,
            InFlight inFlight,
            List<String> skipped) {
        public Delta {
            skipped = List.copyOf(skipped);
        }

        /** No client gave up, and no request is open. */
        public Delta(Counters mesos, Counters eks, long unserved, List<String> skipped) {
            this(mesos, eks, unserved, 0, 0, InFlight.NONE, skipped);
        }

        /** The part of the requests that EKS answered, 0 to 1; {@code NaN} when there were none. */
        public double eksFraction() {
            return (double) eks.requests() / (mesos.requests() + eks.requests());
        }
    }

    /** Two halves of the Mesos servers. */
    public record Halves(Counters one, Counters other) {}

    static CounterSnapshot of(FleetReading fleet) {
        Map<String, OfInstance> all = new TreeMap<>();
        for (Reachable i : fleet.reachable()) {
            all.put(
                    i.instance().toString(),
                    new OfInstance(
                            i.identity(),
                            i.counters(Side.MESOS),
                            i.counters(Side.EKS),
                            i.sessions(Side.MESOS) + i.sessions(Side.EKS),
                            half(i),
                            i.unserved(),
                            ClientAborts.first(i.counters(Side.MESOS), i.sessions(Side.MESOS)),
                            ClientAborts.first(i.counters(Side.EKS), i.sessions(Side.EKS)),
                            i.inFlight()));
        }
        return new CounterSnapshot(all);
    }

    /** This snapshot, which goes on counting the requests that clients gave up. */
    public CounterSnapshot continuing(CounterSnapshot before) {
        Map<String, OfInstance> all = new TreeMap<>();
        instances.forEach((name, now) -> all.put(name, now.continuing(before.instances.get(name))));
        return new CounterSnapshot(all);
    }

    long open(String instance) {
        return instances.containsKey(instance) ? instances.get(instance).open() : 0;
    }

    /** Requests that one instance answered; 0 when the two snapshots cannot be compared. */
    long requestsSince(CounterSnapshot before, String instance) {
        Delta delta = only(instance).since(before.only(instance));
        return delta.mesos().requests() + delta.eks().requests();
    }

    private CounterSnapshot only(String instance) {
        return new CounterSnapshot(
                instances.containsKey(instance) ? Map.of(instance, instances.get(instance)) : Map.of());
    }

    /** Chosen by name, so that a new or removed server moves no other one to the other half. */
    private static Counters half(Reachable instance) {
        return instance.servers(Side.MESOS).stream()
                .filter(s -> (s.name().hashCode() & 1) == 0)
                .map(ServerReading::counters)
                .reduce(Counters.ZERO, Counters::plus);
    }

    /**
     * The counters of both halves of the Mesos servers since an earlier snapshot, over the instances that {@link #since}
     * compares. The two halves are equally good, so their difference is noise.
     *
     * @return empty when one of the instances does not know them, or a counter fell
     */
    public Optional<Halves> halvesSince(CounterSnapshot before) {
        Counters half = Counters.ZERO;
        Counters rest = Counters.ZERO;
        for (var now : instances.entrySet()) {
            OfInstance old = before.instances.get(now.getKey());
            OfInstance current = now.getValue();
            if (old == null || !old.identity().equals(current.identity())) {
                continue;
            }
            if (old.half() == null || current.half() == null) {
                return Optional.empty();
            }
            Counters one = current.half().minus(old.half());
            Counters other = current.mesos().minus(old.mesos()).minus(one);
            if (one.hasNegative() || other.hasNegative()) {
                return Optional.empty();
            }
            half = half.plus(EndedRequests.of(one, 0));
            rest = rest.plus(EndedRequests.of(other, 0));
        }
        return Optional.of(new Halves(half, rest));
    }

    /** What happened since an earlier snapshot, over the instances that both have from the same process. */
    public Delta since(CounterSnapshot before) {
        Counters mesos = Counters.ZERO;
        Counters eks = Counters.ZERO;
        long unserved = 0;
        long mesosAborts = 0;
        long eksAborts = 0;
        InFlight inFlight = InFlight.NONE;
        List<String> skipped = new ArrayList<>();
        for (var now : instances.entrySet()) {
            OfInstance old = before.instances.get(now.getKey());
            OfInstance base = old == null ? now.getValue() : old;
            Counters m = now.getValue().mesos().minus(base.mesos());
            Counters e = now.getValue().eks().minus(base.eks());
            if (old == null) {
                skipped.add(now.getKey() + ": not seen before");
            } else if (!base.identity().equals(now.getValue().identity())) {
                skipped.add(now.getKey() + ": restarted");
            } else if (m.hasNegative() || e.hasNegative()) {
                skipped.add(now.getKey() + ": a counter fell");
            } else {
                InFlight more = moreOpen(base, now.getValue());
                mesos = mesos.plus(EndedRequests.of(m, more.mesos()));
                eks = eks.plus(EndedRequests.of(e, more.eks()));
                unserved += unserved(base, now.getValue());
                mesosAborts += aborts(base.mesosAborts(), now.getValue().mesosAborts());
                eksAborts += eksAborts(base, now.getValue());
                inFlight = inFlight.plus(
                        now.getValue().inFlight() == null
                                ? InFlight.NONE
                                : now.getValue().inFlight());
            }
        }
        before.instances.keySet().stream()
                .filter(name -> !instances.containsKey(name))
                .forEach(name -> skipped.add(name + NO_ANSWER));
        return new Delta(mesos, eks, unserved, mesosAborts, eksAborts, inFlight, skipped);
    }

    private static InFlight moreOpen(OfInstance before, OfInstance now) {
        return before.inFlight() == null || now.inFlight() == null
                ? InFlight.NONE
                : now.inFlight().minus(before.inFlight());
    }

    /** Not counted where those of Mesos cannot be: the two would be compared, and EKS blamed for what clients do alike. */
    private static long eksAborts(OfInstance before, OfInstance now) {
        boolean comparable = now.mesosAborts() != null && now.mesosAborts().isClose();
        return comparable ? aborts(before.eksAborts(), now.eksAborts()) : 0;
    }

    private static long aborts(ClientAborts before, ClientAborts now) {
        return before == null || now == null ? 0 : Math.max(0, now.counted() - before.counted());
    }

    private static long unserved(OfInstance before, OfInstance now) {
        boolean known = before.unserved() != null && now.unserved() != null;
        return known ? Math.max(0, now.unserved() - before.unserved()) : 0;
    }
}
