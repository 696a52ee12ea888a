package io.jenkins.plugins.cutover.sandbox.demo;

import io.jenkins.plugins.cutover.evidence.Report;
import io.jenkins.plugins.cutover.evidence.ReportHtml;
import io.jenkins.plugins.cutover.evidence.Timeline;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.io.PrintWriter;
import java.nio.file.Files;
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
        CommandLine line = new CommandLine(new Demo());
        line.setParameterExceptionHandler((e, given) -> {
            line.getErr().println("cutover demo: " + e.getMessage() + "; see ./cutover demo --help");
            return 2;
        });
        line.setExecutionExceptionHandler((e, at, parsed) -> {
            boolean usage = e instanceof io.jenkins.plugins.cutover.model.InvalidInputException;
            at.getErr().println("cutover demo: " + (e instanceof CutoverException ? e.getMessage() : e));
            return usage ? 2 : 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        PrintWriter out = spec.commandLine().getOut();
        Timeline timeline;
        try (Sandbox sandbox = Sandbox.start();
                DemoRun run = new DemoRun(options, sandbox)) {
            timeline = watched(run);
        }
        Files.createDirectories(options.out());
        Files.writeString(options.out().resolve("report.html"), ReportHtml.page(timeline));
        Files.writeString(options.out().resolve("report.json"), Report.pretty(timeline));
        if (options.json()) {
            out.println(Report.line(timeline));
        } else {
            out.printf("report: %s%n", options.out().resolve("report.html"));
        }
        return switch (timeline.outcome()) {
            case COMPLETED -> 0;
            case ROLLED_BACK -> 3;
            default -> 1;
        };
    }

    private Timeline watched(DemoRun run) throws Exception {
        if (options.json()) {
            return run.run();
        }
        boolean terminal = System.console() != null && !options.plain();
        try (DemoWatch watch = new DemoWatch(options, run, TerminalView.open(terminal))) {
            Timeline timeline = run.run();
            watch.end(timeline);
            return timeline;
        }
    }

    static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
