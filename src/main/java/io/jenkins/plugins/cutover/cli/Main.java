package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line, for work without Jenkins and for when Jenkins is down. */
@Command(
        name = "cutover",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Moves services from Mesos to EKS behind HAProxy, and back.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 success, 1 failure, 2 wrong usage or input; see --help of each command.",
            "A source checkout also has the commands demo, test and bench."
        },
        subcommands = {
            StatusCommand.class,
            RollbackCommand.class,
            CloseCommand.class,
            RepairCommand.class,
            ResumeCommand.class,
            GuardCommand.class,
            HandoverCommand.class,
            PlanCommand.class,
            ConvertCommand.class,
            JudgeCommand.class
        })
public final class Main implements Runnable {
    public static final int FAILED = 1;
    public static final int WRONG_INPUT = 2;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is required");
    }

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The complete command line. Errors are one line on standard error. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, args) -> {
            CommandLine at = e.getCommandLine();
            PrintWriter err = at.getErr();
            err.println("cutover: " + firstLine(e.getMessage()) + "; see "
                    + at.getCommandSpec().qualifiedName() + " --help");
            return WRONG_INPUT;
        });
        line.setExecutionExceptionHandler((e, at, parsed) -> {
            at.getErr()
                    .println("cutover: " + (e instanceof CutoverException ? e.getMessage() : "internal error: " + e));
            return e instanceof InvalidInputException ? WRONG_INPUT : FAILED;
        });
        return line;
    }

    private static String firstLine(String text) {
        return text == null ? "wrong usage" : text.lines().findFirst().orElse("wrong usage");
    }

    /** Prints the version from the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"cutover " + (version == null ? "(not packaged)" : version)};
        }
    }
}
