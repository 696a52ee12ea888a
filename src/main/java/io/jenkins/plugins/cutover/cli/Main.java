package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: for the night when Jenkins itself is down, and for the desk. */
@Command(
        name = "cutover",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Moves services from Mesos to EKS behind HAProxy, and back.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 done, 1 failed, 2 wrong usage or input; each command's --help says more.",
            "Two further words belong to a source checkout: demo and test."
        },
        subcommands = {
            StatusCommand.class,
            RollbackCommand.class,
            ResumeCommand.class,
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
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is needed");
    }

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole command line; errors are one line on standard error. */
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

    /** Says the version that the build put into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"cutover " + (version == null ? "(not packaged)" : version)};
        }
    }
}
