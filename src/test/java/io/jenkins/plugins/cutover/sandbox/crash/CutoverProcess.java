package io.jenkins.plugins.cutover.sandbox.crash;

import io.jenkins.plugins.cutover.journal.BufferedJournal;
import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.model.ServiceSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.SpecReader;
import io.jenkins.plugins.cutover.operation.deploy.Deploy;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.engine.SystemClients;
import io.jenkins.plugins.cutover.operation.shift.Shift;
import io.jenkins.plugins.cutover.operation.verify.Verify;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A cutover in a process of its own, to be killed: the arguments are the journal's folder, the YAML, and a token. */
public final class CutoverProcess {
    private CutoverProcess() {}

    public static void main(String[] args) throws Exception {
        ServiceSpec spec = SpecReader.yaml(args[1], Files.readString(Path.of(args[1])));
        Clock clock = Clock.systemUTC();
        Secrets secrets = credential -> Optional.of(args[2]);
        Context context = new Context(
                new BufferedJournal(new FileJournal(Path.of(args[0]), clock), Duration.ofSeconds(10), clock),
                new FileLocks(Path.of(args[0]), clock),
                SystemClients.real(secrets, clock),
                clock,
                new Owner("build", "orders#1"));
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try {
            cross(scheduler, context, spec);
        } finally {
            scheduler.shutdown();
        }
    }

    private static void cross(ScheduledExecutorService scheduler, Context context, ServiceSpec spec) {
        run(scheduler, new Deploy(context, spec, ""));
        for (var phase : spec.phases()) {
            run(scheduler, shift(context, spec, phase.share()));
            run(scheduler, new Verify(context, spec.service(), phase.bake()));
        }
    }

    /** A ramp, so that a kill can fall into the middle of it. */
    private static Shift shift(Context context, ServiceSpec spec, Share to) {
        return new Shift(context, spec.service(), to, Duration.ofSeconds(3), Duration.ofSeconds(10));
    }

    private static void run(ScheduledExecutorService scheduler, Operation operation) {
        new Runner(scheduler).start(operation, System.out::println).result().join();
    }
}
