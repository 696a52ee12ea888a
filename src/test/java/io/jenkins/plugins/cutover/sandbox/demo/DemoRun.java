package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.evidence.Timeline;
import io.jenkins.plugins.cutover.evidence.Timeline.PhaseSpan;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Verdict;
import io.jenkins.plugins.cutover.sandbox.Fault;
import io.jenkins.plugins.cutover.sandbox.HaproxyProcess;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import io.jenkins.plugins.cutover.sandbox.demo.DemoState.Countdown;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** One run of the example pipeline, with the real steps, in the sandbox, under load, with one fault. */
final class DemoRun implements AutoCloseable, Driver.Listener {
    static final String SERVICE = "orders";
    /** Has an address record for each ready pod. */
    private static final String HEADLESS = """
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: %s
            spec:
              clusterIP: None
              selector: {app: orders}
              ports:
                - {name: http, port: 8080, targetPort: http}
            """.formatted(DemoDns.SERVICE);

    /** The load before the pipeline starts. */
    private static final Duration CALM = Duration.ofSeconds(1);
    /** The load after it has ended: long enough to see which side answers. */
    private static final Duration AFTERMATH = Duration.ofSeconds(3);
    /** How long a HAProxy stays frozen after the others are rolled back. */
    private static final Duration THAW = Duration.ofSeconds(2);

    /** How long a gate or the soak is quiet before the fault. */
    private static final long STRIKES_AFTER = 1000;

    private final DemoOptions options;
    private final Sandbox sandbox;
    private final LoadGenerator load;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, Demo.daemon("demo"));
    private final Driver driver;
    private final Progress progress = new Progress();
    private final List<PhaseSpan> phases = Collections.synchronizedList(new ArrayList<>());
    private final List<Event> notes = new CopyOnWriteArrayList<>();
    private final Instant start;
    private volatile Instant struckAt;
    private volatile DemoGate gate;

    DemoRun(DemoOptions options, Sandbox sandbox) throws IOException {
        this.options = options;
        this.sandbox = sandbox;
        Path workspace = workspace();
        this.driver = options.jenkins()
                ? new JenkinsDriver(workspace, sandbox.folder().resolve("jenkins"), options.restartAt())
                : new LocalDriver(sandbox, workspace, options, this::now);
        this.load = LoadGenerator.start(
                LoadPlan.mixed(options.rate(), sandbox.entrances()).withMix(mix(options)));
        this.start = load.now();
    }

    /** Where clients leave a HAProxy before it stops, long streams would make them wait. */
    private static LoadPlan.Mix mix(DemoOptions options) {
        boolean leave = options.waits().handover() || options.fault() == Fault.HAPROXY_FROZEN;
        return leave ? LoadPlan.Mix.NO_LONG_STREAMS : LoadPlan.Mix.ALL_ROUTES;
    }

    private Instant now() {
        return load.now();
    }

    /** Writes the files of a repository: the service's YAML and its manifests. */
    private Path workspace() throws IOException {
        Path workspace = Files.createDirectories(sandbox.folder().resolve("workspace"));
        String yaml = sandbox.yaml("""
                phases: [%s]
                bake: %s
                verify: {poll: 250ms, block: %s, warmUp: 2s, blindAfter: 5s, max: 90s}
                %s
                """.formatted(
                        options.phases().stream().map(this::phase).collect(Collectors.joining(", ")),
                        Durations.text(options.bake()),
                        Durations.text(block()),
                        options.waits().settings()));
        if (options.fromMarathon()) {
            yaml = yaml.replaceFirst("manifests: .*", "fromMarathon: true");
        } else if (options.waits().handover()) {
            yaml = yaml.replaceFirst("manifests: .*", "manifests: " + withHeadlessService(workspace));
        }
        Files.writeString(workspace.resolve("orders.yaml"), yaml);
        return workspace;
    }

    /** @return the file's name */
    private static String withHeadlessService(Path workspace) throws IOException {
        Path example = Path.of(System.getProperty("cutover.basedir", "."), "examples", "orders-k8s.yaml");
        Path file = workspace.resolve(example.getFileName());
        return Files.writeString(file, Files.readString(example) + HEADLESS)
                .getFileName()
                .toString();
    }

    private String phase(Share share) {
        return options.waits().gates().contains(share)
                ? "{percent: " + share.percentText() + ", gate: true}"
                : share.percentText();
    }

    /** Gross harm is checked every second: a block is never shorter. */
    private Duration block() {
        Duration quarter = options.bake().dividedBy(4);
        return quarter.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : quarter;
    }

    DemoOptions options() {
        return options;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    LoadGenerator load() {
        return load;
    }

    Instant start() {
        return start;
    }

    Progress progress() {
        return progress;
    }

    String status() {
        DemoGate open = gate;
        return open == null ? driver.status() : open.question();
    }

    /** Of what runs or waits now; null for nothing. */
    Countdown countdown(Instant now) {
        DemoGate open = gate;
        if (open != null) {
            return open.approveAfter() == null ? null : new Countdown(open.waited(), open.approveAfter(), "approved");
        }
        if (!progress.judging() && !progress.isSoaking()) {
            return null;
        }
        Duration spent = Duration.between(progress.since(), now);
        return progress.isSoaking()
                ? new Countdown(spent, WaitOptions.SOAK, "soak over; giving Mesos up")
                : new Countdown(spent, options.bake());
    }

    /** A key that a person pressed: the answer to a gate that waits. */
    void key(int pressed) {
        DemoGate open = gate;
        if (open != null && (pressed == 'y' || pressed == 'n')) {
            open.answer(pressed == 'y');
        }
    }

    /** A web address that shows the run; empty for none. */
    String address() {
        return driver.address();
    }

    /** When the fault struck; null before. */
    Instant struckAt() {
        return struckAt;
    }

    /** What the demo did beside the tool. */
    List<Event> notes() {
        return List.copyOf(notes);
    }

    List<PhaseSpan> phases() {
        return List.copyOf(phases);
    }

    Optional<CutoverRecord> record() {
        return driver.record();
    }

    /** Runs to the end and returns the measurements. */
    Timeline run() throws Exception {
        TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
        String failure = driver.run(this);
        if (record().isEmpty()) {
            throw new CutoverException("the pipeline started no cutover: " + failure);
        }
        TimeUnit.MILLISECONDS.sleep(AFTERMATH.toMillis());
        load.close();
        return new DemoReport(this).timeline();
    }

    @Override
    public void deploying() {
        progress.deploying();
    }

    @Override
    public void deployed() {
        progress.deployed();
    }

    @Override
    public void shifting(Share to) throws Exception {
        progress.shifting(to);
        if (options.fault().beforeTheShift() && options.faultAt().isPhase(to)) {
            freeze();
        }
    }

    @Override
    public void shifted(Share to, Instant at) {
        progress.shifted(to, at);
    }

    @Override
    public void judging(Share share) {
        if (options.faultAt().isPhase(share) && !options.fault().beforeTheShift()) {
            long delay = options.fault().delay().toMillis();
            strikeIn(delay > 0 ? delay : Math.max(1000, options.bake().toMillis() / 4));
        }
    }

    private void strikeIn(long millis) {
        if (options.fault() != Fault.NONE) {
            timer.schedule(this::strike, millis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void gateOpens(Share next, DemoGate opened) {
        gate = opened;
        progress.asking(next);
        FaultMoment at = options.faultAt();
        if (at.place() == FaultMoment.Place.GATE && at.share().equals(next)) {
            strikeIn(STRIKES_AFTER);
        }
    }

    @Override
    public void gateEnds(Share next) {
        gate = null;
        progress.answered(next);
        record().filter(r -> r.state().returning())
                .ifPresent(r ->
                        progress.judged(r.verify() == null ? null : r.verify().verdict()));
    }

    @Override
    public void soaking() {
        progress.soaking(now());
        if (options.faultAt().place() == FaultMoment.Place.SOAK) {
            strikeIn(STRIKES_AFTER);
        }
    }

    @Override
    public void retired() {
        progress.retired();
    }

    @Override
    public void handingOver(boolean withoutMesos) {
        progress.handingOver(withoutMesos);
    }

    @Override
    public void handedOver(boolean withoutMesos) {
        progress.handedOver(withoutMesos);
    }

    @Override
    public void withoutClients(HaproxyProcess haproxy, Runnable work) {
        InetSocketAddress away = Sandbox.entrance(haproxy);
        load.use(sandbox.entrances().stream().filter(e -> !e.equals(away)).toList());
        Awaitility.await().until(() -> load.inFlight(away) == 0);
        work.run();
        load.use(sandbox.entrances());
    }

    @Override
    public void did(String text) {
        notes.add(new Event(now(), "demo", text, Map.of()));
    }

    @Override
    public void judged(Verdict verdict, Instant at) {
        LoadSnapshot seen = load.between(progress.since(), at);
        phases.add(new PhaseSpan(progress.share(), progress.since(), at, seen.measuredShare(), verdict, seen.total()));
        progress.judged(verdict);
    }

    @Override
    public void rollingBack() {
        progress.rollingBack();
        if (options.fault() == Fault.HAPROXY_FROZEN) {
            thawWhenTheOthersAreBack();
        }
    }

    @Override
    public void rolledBack() {
        progress.rolledBack();
    }

    private void strike() {
        struckAt = load.now();
        try {
            switch (options.fault()) {
                case ABORT -> driver.abort("aborted by the demo");
                case HAPROXY_FROZEN -> freeze();
                default -> options.fault().strike(sandbox, options.faultSize());
            }
        } catch (Exception e) {
            throw new IllegalStateException("the fault " + options.fault() + " could not be made", e);
        }
    }

    /** As behind a load balancer: a stopped HAProxy gets no new clients. */
    private void freeze() throws Exception {
        load.use(List.of(Sandbox.entrance(sandbox.first())));
        Awaitility.await().until(() -> load.inFlight(Sandbox.entrance(sandbox.second())) == 0);
        struckAt = load.now();
        options.fault().strike(sandbox, options.faultSize());
    }

    private void thawWhenTheOthersAreBack() {
        timer.schedule(
                () -> {
                    if (record().map(CutoverRecord::state)
                            .filter(s -> s == CutoverState.PARTIAL)
                            .isPresent()) {
                        timer.schedule(sandbox.second()::thaw, THAW.toMillis(), TimeUnit.MILLISECONDS);
                    } else {
                        thawWhenTheOthersAreBack();
                    }
                },
                200,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws Exception {
        load.close();
        timer.shutdownNow();
        driver.close();
    }
}
