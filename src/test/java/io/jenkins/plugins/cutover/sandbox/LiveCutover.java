package io.jenkins.plugins.cutover.sandbox;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A cutover of the sandbox's service on real HAProxies under load. What the clients got is the truth. */
public final class LiveCutover implements AutoCloseable {
    /** Short phases for tests. */
    public static final String RULES = """
            phases: [5, 50, 100]
            handover: {form: none}
            verify: {poll: 250ms, block: 1s, warmUp: 0s, minRequests: 40, max: 60s, blindAfter: 30s}
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2, Sandbox.daemon());
    private final Runner runner = new Runner(scheduler);
    private final Sandbox sandbox;
    private final LoadGenerator load;
    private final Context context;
    private final ServiceSpec spec;
    private volatile ServiceSpec file;

    private LiveCutover(HaproxyProcess.Setup setup, double rate, LoadPlan.Mix mix, String haproxy, String more)
            throws Exception {
        sandbox = Sandbox.start(setup);
        load = LoadGenerator.start(LoadPlan.mixed(rate, sandbox.entrances()).withMix(mix));
        context = sandbox.context("orders#1").with(name -> Optional.of(file));
        spec = SpecReader.yaml(
                "sandbox", sandbox.yaml(more).replace("  backend: orders\n", "  backend: orders\n" + haproxy));
        file = spec;
    }

    /** @param rate requests a second, over both instances */
    public static LiveCutover start(double rate) throws Exception {
        return start(HaproxyProcess.Setup.example(), rate, "");
    }

    /** @param haproxy more lines of the section {@code haproxy}, indented */
    public static LiveCutover start(HaproxyProcess.Setup setup, double rate, String haproxy) throws Exception {
        return start(setup, rate, haproxy, RULES);
    }

    /** @param rules the end of the service file, instead of {@link #RULES} */
    public static LiveCutover start(HaproxyProcess.Setup setup, double rate, String haproxy, String rules)
            throws Exception {
        return new LiveCutover(setup, rate, LoadPlan.Mix.ONE_PATH, haproxy, rules);
    }

    /** Under a load like users' traffic, of all routes. */
    public static LiveCutover mixed(HaproxyProcess.Setup setup, double rate, String rules) throws Exception {
        return new LiveCutover(setup, rate, LoadPlan.Mix.ALL_ROUTES, "", rules);
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public LoadGenerator load() {
        return load;
    }

    public Context context() {
        return context;
    }

    /** Somebody edits the service file. */
    public void edit(ServiceSpec edited) {
        file = edited;
    }

    public ServiceSpec spec() {
        return spec;
    }

    public CutoverRecord record() {
        return context.journal().find("orders").orElseThrow();
    }

    /** The texts of the history. */
    public List<String> history() {
        return record().history().stream().map(e -> e.kind() + ": " + e.text()).toList();
    }

    public Runner.Run start(Operation operation) {
        return runner.start(operation);
    }

    /** Runs the operation to its end. */
    public Map<String, Object> run(Operation operation) throws Exception {
        return start(operation).result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public void deploy() throws Exception {
        run(new Deploy(context, spec, ""));
    }

    public Map<String, Object> shift(String percent) throws Exception {
        return run(new Shift(context, "orders", Share.ofPercent(percent), Duration.ZERO, Duration.ofSeconds(5)));
    }

    public Verify verify(Duration bake) {
        return new Verify(context, "orders", bake);
    }

    /** Deployed, shifted to 100 % and judged healthy. */
    public LiveCutover complete() throws Exception {
        deploy();
        shift("50");
        run(verify(Duration.ofSeconds(2)));
        shift("100");
        run(verify(Duration.ofSeconds(2)));
        return this;
    }

    public void await(String what, Duration atMost, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    /** Lets the load go on for a while, and says what the clients got. */
    public LoadSnapshot clients(Duration during) {
        Instant from = load.now();
        await("load", during.plusSeconds(5), () -> !load.now().isBefore(from.plus(during)));
        return load.since(from);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        load.close();
        sandbox.close();
    }
}
