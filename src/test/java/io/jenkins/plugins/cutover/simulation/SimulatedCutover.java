package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.journal.MemoryLocks;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import io.jenkins.plugins.cutover.operation.retire.Retire;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import io.jenkins.plugins.cutover.simulation.rules.Rule;
import io.jenkins.plugins.cutover.simulation.rules.Rules;
import io.jenkins.plugins.cutover.simulation.world.ClusterModel;
import io.jenkins.plugins.cutover.simulation.world.HaproxyModel;
import io.jenkins.plugins.cutover.simulation.world.MarathonModel;
import io.jenkins.plugins.cutover.simulation.world.ServiceWorld;
import io.jenkins.plugins.cutover.simulation.world.WorldListener;
import io.jenkins.plugins.cutover.traffic.FleetOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One simulated cutover. It passes every event to the rules. */
public final class SimulatedCutover implements WorldListener {
    /** A prime, so that all seeds together store every state. */
    private static final int THROUGH_JSON = 19;

    private static final Duration SAMPLE = Duration.ofSeconds(1);
    /** For so long a request waits for a platform that does not answer. */
    private static final Duration PLATFORM = Duration.ofSeconds(10);

    private static final Set<Class<?>> JUDGES = Set.of(Shift.class, Verify.class, Retire.class);

    private final VirtualTime time = new VirtualTime(CalmWorld.START);
    private final FaultInjector faults;
    private final MemoryJournal journal = new MemoryJournal(time.clock(), THROUGH_JSON);
    private final MemoryLocks.Leases leases = new MemoryLocks.Leases();
    private final Map<String, ServiceWorld> worlds = new TreeMap<>();
    private final Map<String, Duration> disturbances = new TreeMap<>();
    private final List<Judge> judges = new ArrayList<>();
    private final Map<String, Actor> guards = new TreeMap<>();
    private final Deque<TickScope> open = new ArrayDeque<>();
    private final Map<Runner.Run, Actor> waiting = new LinkedHashMap<>();
    private final Set<Owner> finished = new HashSet<>();
    private final List<Rule> rules;
    private final List<String> violations = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final boolean logged;
    private final Set<String> damaged = new HashSet<>();
    private final Set<String> unwritten = new HashSet<>();
    private Duration diskFullUntil = Duration.ZERO;
    private boolean late;
    private Duration unreadableUntil = Duration.ZERO;

    private record Judge(Actor actor, Operation operation, Runner.Run run) {}

    SimulatedCutover(FaultInjector faults, boolean logged) {
        this.faults = faults;
        this.logged = logged;
        this.rules = Rules.all(this);
        journal.listen(this::written);
        leases.listen((environment, before, after) -> rules.forEach(r -> r.leased(environment, before, after)));
    }

    void add(ServiceWorld world) {
        worlds.put(world.spec().service(), world);
        world.listen(this);
        time.after(SAMPLE, () -> sample(world));
    }

    private void sample(ServiceWorld world) {
        if (world.cluster().isAway() || world.marathon().isAway()) {
            unreadable(PLATFORM);
        }
        rules.forEach(r -> r.sampled(world));
        time.after(SAMPLE, () -> sample(world));
    }

    private void unreadable(Duration more) {
        Duration until = time.elapsed().plus(more);
        unreadableUntil = until.compareTo(unreadableUntil) > 0 ? until : unreadableUntil;
    }

    /**
     * Until when something kept a poll from its evidence: an instance that was changed from outside or did not answer, a
     * write that failed, a pause of a process, a platform without an answer.
     */
    public Duration lastUnreadable(ServiceWorld world) {
        return world.fleet().stream()
                .map(this::lastDisturbed)
                .reduce(unreadableUntil, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    /** Registers an operation that judges while it runs. */
    void started(Actor actor, Operation operation, Runner.Run run) {
        if (JUDGES.contains(operation.getClass())) {
            judges.add(new Judge(actor, operation, run));
        }
    }

    /** This process guards the cutovers of a service for as long as it lives. */
    void guards(String service, Actor process) {
        guards.put(service, process);
        unreadable(Duration.ZERO);
    }

    /** A guard failed; its process starts another one when it looks again. */
    void guardFailed(Duration within) {
        unreadable(within);
    }

    public boolean isGuarded(String service) {
        return guards.containsKey(service) && !guards.get(service).dead();
    }

    /** Whether a guard's process lives, or a step of a live process judges the service. */
    public boolean isJudged(String service) {
        judges.removeIf(j -> j.actor.dead() || j.run.result().isDone());
        return isGuarded(service)
                || judges.stream().anyMatch(j -> j.operation.service().equals(service));
    }

    public VirtualTime time() {
        return time;
    }

    FaultInjector faults() {
        return faults;
    }

    /** When the instance last changed from outside. */
    public Duration lastDisturbed(HaproxyModel instance) {
        return disturbances.getOrDefault(instance.toString(), Duration.ZERO);
    }

    /** Every write fails for a while. */
    void diskFull(Duration during) {
        diskFullUntil = during.isZero() ? Duration.ZERO : time.elapsed().plus(during);
    }

    boolean isDiskFull() {
        return time.elapsed().compareTo(diskFullUntil) < 0;
    }

    /** No process can read the record from now on. */
    void damage(String service) {
        damaged.add(service);
    }

    /** A process wrote the record anew. */
    void restored(String service) {
        damaged.remove(service);
    }

    public boolean isDamaged(String service) {
        return damaged.contains(service);
    }

    /** Whether this fault was injected at least once. */
    public boolean injected(Fault fault) {
        return faults.injected().containsKey(fault);
    }

    /** Changes after the rollback are not counted as violations. */
    boolean stillMoves(String service) {
        return journal.find(service)
                .filter(r -> r.state() == CutoverState.ROLLED_BACK)
                .isEmpty();
    }

    public MemoryJournal journal() {
        return journal;
    }

    /** The locks that all processes share. */
    public MemoryLocks.Leases leases() {
        return leases;
    }

    /** Registers an operation that waits for the environment. */
    void waits(Actor actor, Runner.Run run) {
        waiting.put(run, actor);
    }

    /** Whether an operation ever waited. */
    public boolean hasOperationWaited() {
        return !waiting.isEmpty();
    }

    public boolean isFinished(Owner owner) {
        return finished.contains(owner);
    }

    /** Whether an operation of a live process waits. */
    public boolean isOperationWaiting() {
        return waiting.entrySet().stream()
                .anyMatch(e -> !e.getKey().result().isDone() && !e.getValue().dead());
    }

    /** The build has ended: it will not release its locks any more. */
    void finished(Owner owner) {
        finished.add(owner);
    }

    /** As Jenkins reports it for its builds. */
    Optional<String> liveness(Owner owner) {
        return finished.contains(owner) ? Optional.of("it has ended") : Optional.empty();
    }

    public ServiceWorld world(String service) {
        return worlds.get(service);
    }

    /** Finds the service of a system. */
    public String service(Predicate<ServiceWorld> has) {
        return worlds.values().stream()
                .filter(has)
                .findFirst()
                .orElseThrow()
                .spec()
                .service();
    }

    /** Deletes the lock's file or the Lease from outside. */
    void loseLock(String environment) {
        log("world: the lock is lost");
        leases.lose(environment);
        open.forEach(TickScope::lockLost);
    }

    public List<Rule> rules() {
        return rules;
    }

    public List<String> violations() {
        return violations;
    }

    /** The tick that causes the event; null for events of the outside systems. */
    public TickScope acting() {
        return late ? null : open.peek();
    }

    public void violated(Rule rule, String what) {
        violations.add(rule + ": " + what);
        log("VIOLATED " + rule + ": " + what);
    }

    void log(String what) {
        if (logged && log.size() < 20_000) {
            log.add(String.format("%9.3f %s", time.elapsed().toNanos() / 1e9, what));
        }
    }

    List<String> log() {
        return log;
    }

    void said(String text) {
        log("  says " + text);
        rules.forEach(r -> r.said(text));
    }

    TickScope begin(Actor actor, Operation operation) {
        TickScope scope = new TickScope(
                actor, operation, journal.find(operation.service()).orElse(null));
        open.push(scope);
        rules.forEach(r -> r.begun(scope));
        return scope;
    }

    void ended(TickScope scope, Tick tick) {
        if (tick instanceof Tick.Done done) {
            log(scope.actor() + ": " + scope.operation().name() + " done " + done.result());
            said(done.result().toString());
        } else if (tick instanceof Tick.Failed failed) {
            log(scope.actor() + ": " + scope.operation().name() + " failed: " + failed.reason());
            said(failed.reason() + failed.data());
        }
        rules.forEach(r -> r.ended(scope, tick));
    }

    void thrown(TickScope scope, RuntimeException e) {
        log(scope.actor() + ": " + scope.operation().name() + " threw " + e);
        said(String.valueOf(e.getMessage()));
        rules.forEach(r -> r.thrown(scope, e));
    }

    /** The tick that runs; a paused tick does not count while others run. */
    public Optional<TickScope> tick() {
        return Optional.ofNullable(open.peek());
    }

    void end(TickScope scope) {
        open.remove(scope);
    }

    void silent(Actor actor, String system) {
        log("  no answer of " + system + " to " + actor);
        unreadable(system.startsWith("unix:") ? Duration.ZERO : PLATFORM);
        open.stream().filter(s -> s.actor() == actor).forEach(s -> s.silent().add(system));
    }

    void unwritten(Actor actor) {
        log("  a write of " + actor + " fails");
        unreadable(Duration.ZERO);
        open.stream().filter(s -> s.actor() == actor).forEach(TickScope::unwritten);
    }

    /** The journal refuses a record; of a rollback, its process continues with it in memory. */
    void unwritten(Actor actor, CutoverRecord record) {
        unwritten(actor);
        unwritten.add(record.service());
        rules.forEach(r -> r.unwritten(record));
    }

    /** Whether a process may know more than the journal. */
    public boolean isUnwritten(String service) {
        return unwritten.contains(service) || damaged.contains(service);
    }

    void paused(Actor actor, Duration pause) {
        log(actor + " pauses for " + pause);
        unreadable(pause);
        open.stream().filter(s -> s.actor() == actor).forEach(TickScope::pause);
    }

    void applying(Actor actor, String service, DesiredTraffic desired) {
        log(actor + " applies " + desired.share() + " to " + desired.eks());
        if (!open.isEmpty()) {
            open.peek().applied().add(desired);
        }
        rules.forEach(r -> r.applying(service, desired));
    }

    void applied(Actor actor, FleetOutcome outcome) {
        Set<String> unconfirmed =
                outcome.unknowns().stream().map(u -> u.instance().toString()).collect(Collectors.toSet());
        open.stream().filter(s -> s.actor() == actor).forEach(s -> s.unconfirmed(unconfirmed));
    }

    private void written(CutoverRecord before, CutoverRecord after) {
        if (logged) {
            log(text(before, after));
        }
        if (!open.isEmpty()) {
            open.peek().written().add(after);
        }
        rules.forEach(r -> r.written(before, after));
        unwritten.remove(after.service());
    }

    private static String text(CutoverRecord before, CutoverRecord after) {
        return "journal " + after.revision() + " " + after.state() + " " + after.share()
                + after
                        .history()
                        .subList(
                                before == null
                                        ? 0
                                        : Math.min(
                                                before.history().size(),
                                                after.history().size()),
                                after.history().size())
                        .stream()
                        .map(e -> " [" + e.kind() + ": " + e.text() + "]")
                        .reduce("", String::concat);
    }

    /** An instance was changed by something other than the current tick. */
    @Override
    public void disturbed(HaproxyModel instance, String how) {
        log("world: " + instance + " " + how);
        disturbances.put(instance.toString(), time.elapsed());
        open.forEach(s -> s.disturbed().add(instance.toString()));
    }

    @Override
    public void late(boolean begins) {
        late = begins;
    }

    @Override
    public void commanded(HaproxyModel instance, String command, HaproxyModel.Serving before) {
        log("  " + instance + (late ? " late: " : ": ") + command + " -> " + instance.serving());
        TickScope mine = acting();
        open.stream().filter(s -> s != mine).forEach(s -> s.disturbed().add(instance.toString()));
        rules.forEach(r -> r.commanded(instance, command, before));
    }

    @Override
    public void marathon(MarathonModel marathon, String change, int instances) {
        log("  marathon: " + change + " " + instances);
        rules.forEach(r -> r.marathon(marathon, change, instances));
    }

    @Override
    public void cluster(ClusterModel cluster, String change) {
        log("  cluster: " + change);
        rules.forEach(r -> r.cluster(cluster, change));
    }
}
