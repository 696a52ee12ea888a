package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.evidence.Report;
import io.jenkins.plugins.cutover.evidence.ReportHtml;
import io.jenkins.plugins.cutover.evidence.Timeline;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./cutover demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Moves a sample service from a sandbox Marathon to a sandbox cluster behind two real HAProxies,"
                + " under live load, by examples/Jenkinsfile.",
        footer = {"", "Exit status: 0 completed, 3 rolled back cleanly, 1 anything else, 2 wrong usage."})
public final class Demo implements Callable<Integer> {
    @Mixin
    private DemoOptions options;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Errors are one line on standard error. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Demo());
        line.setParameterExceptionHandler((e, given) -> {
            line.getErr().println("cutover demo: " + e.getMessage() + "; see ./cutover demo --help");
            return 2;
        });
        line.setExecutionExceptionHandler((e, at, parsed) -> {
            at.getErr().println("cutover demo: " + (e instanceof CutoverException ? e.getMessage() : e));
            return e instanceof InvalidInputException ? 2 : 1;
        });
        return line;
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        if (options.soaks()) {
            return soak();
        }
        Path html = options.out().resolve("report.html");
        Timeline timeline;
        try (DemoDns dns = new DemoDns();
                Sandbox sandbox = sandbox(dns);
                DemoRun run = new DemoRun(options, sandbox)) {
            if (!run.address().isEmpty()) {
                spec.commandLine().getErr().println("cutover demo: Jenkins is at " + run.address());
            }
            timeline = options.json() ? run.run() : shown(run, html);
        }
        Files.createDirectories(options.out());
        Files.writeString(html, ReportHtml.page(timeline));
        Files.writeString(options.out().resolve("report.json"), Report.pretty(timeline));
        if (options.json()) {
            spec.commandLine().getOut().println(Report.line(timeline));
        }
        return switch (timeline.outcome()) {
            case COMPLETED -> 0;
            case ROLLED_BACK -> 3;
            default -> 1;
        };
    }

    private Sandbox sandbox(DemoDns dns) throws Exception {
        if (!options.waits().handover()) {
            return Sandbox.start(options.cluster());
        }
        Sandbox sandbox = Sandbox.start(options.cluster(), dns.setup());
        dns.follow(sandbox.cluster());
        return sandbox;
    }

    private int soak() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Sandbox sandbox = Sandbox.start(options.cluster())) {
            Soak soak = new Soak(options, sandbox, out, System.nanoTime());
            boolean well = soak.run();
            out.println(Json.mapper().writeValueAsString(soak.report()));
            return well ? 0 : 1;
        }
    }

    private Timeline shown(DemoRun run, Path html) throws Exception {
        boolean terminal = System.console() != null && !options.plain();
        try (DemoScreen screen = new DemoScreen(run, terminal);
                AutoCloseable keys = keys(run)) {
            Timeline timeline = run.run();
            screen.end(timeline, html.toString());
            return timeline;
        }
    }

    /** Of a person who answers the gates. */
    private AutoCloseable keys(DemoRun run) throws IOException {
        WaitOptions waits = options.waits();
        boolean answered = !waits.gates().isEmpty() && waits.approveAfter().isEmpty();
        return answered ? TerminalKeys.listen(run::key) : () -> {};
    }

    static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
