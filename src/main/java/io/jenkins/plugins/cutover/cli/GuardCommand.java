package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Durations;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Runner;
import io.jenkins.plugins.cutover.operation.guard.GuardProcess;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges services while no step does, without Jenkins. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        description = {
            "Judges EKS, corrects drift and follows pods while no step does, and returns the traffic to Mesos on harm. It"
                    + " runs until it is stopped, for example by systemd. Where a Jenkins controller or another guard"
                    + " process guards a service already, it stands by and takes over a minute after that one has ended."
        },
        footer = {"", "Exit status: 0 stopped, 1 failure, 2 wrong usage."})
final class GuardCommand implements Callable<Integer> {
    private static final int THREADS = 4;
    private static final long LOOK_SECONDS = 2;

    @Mixin
    private JournalOptions options;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "Guard only this service. Default: every service in the journal.")
    private String service;

    @Option(names = "--for", paramLabel = "TIME", description = "Stop after this time. Default: never")
    private String time;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Duration most = time == null ? Duration.ofDays(36_500) : Durations.parse("--for", time);
        options.requireFolder();
        Context given = options.context();
        Context context = given.with(options.stores().withoutRestoring().journal());
        if (service != null && context.journal().find(service).isEmpty()) {
            throw context.journal().unknown(service);
        }
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "cutover-guard");
            thread.setDaemon(true);
            return thread;
        });
        GuardProcess process = new GuardProcess(
                context, new Runner(threads), name -> service == null || service.equals(name), this::say);
        say("guards " + (service == null ? "the services" : service) + " in " + options.address());
        guard(process, threads, most);
        return 0;
    }

    private void guard(GuardProcess process, ScheduledExecutorService threads, Duration most)
            throws InterruptedException {
        Thread release = new Thread(() -> stop(process, threads), "cutover-guard-stop");
        Runtime.getRuntime().addShutdownHook(release);
        threads.scheduleWithFixedDelay(process::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
        if (!threads.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS)) {
            Runtime.getRuntime().removeShutdownHook(release);
            stop(process, threads);
        }
    }

    private static void stop(GuardProcess process, ScheduledExecutorService threads) {
        threads.shutdown();
        try {
            process.close();
        } catch (CutoverException leftover) {
            // The lease lapses by itself.
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
