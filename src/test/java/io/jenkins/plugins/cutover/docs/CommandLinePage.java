package io.jenkins.plugins.cutover.docs;

import io.jenkins.plugins.cutover.cli.Main;
import io.jenkins.plugins.cutover.sandbox.demo.Demo;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** docs/command-line.md, made from picocli's model of the commands. */
final class CommandLinePage {
    private static final String HEAD = """
            # The command line

            <!-- Generated from the options of the commands by GeneratedPagesTest. Do not edit. -->

            `./cutover` works on a laptop, and when Jenkins itself is down. Credentials are environment variables: the credential
            `marathon-prod` is `CUTOVER_SECRET_MARATHON_PROD`. An error is one line on standard error.
            Each command has `--help`, and `--json` where it answers data.

            """;

    private static final String TAIL = """
            ## test and bench

            These need a source checkout.

            | command | does |
            |---|---|
            | `./cutover test` | every test and check |
            | `./cutover bench convert` | time and memory of the translation |
            | `./cutover bench failures` | the test of failures over whole cutovers: false rollbacks, what is caught, and failures until then beside an oracle that knows both rates. About 5 minutes; `--runs 20` and `--rows 300` measure a part |
            | `./cutover bench harm` | for each kind of harm, on HAProxy 2.6 and 3.x, with and without the ring: whether it is found, the requests that it costs, and the seconds. About 40 minutes; `--kinds not-found,stall`, `--haproxy 2.6` and `--ring yes` measure a part |
            | `./cutover bench judge` | false rollbacks, and requests harmed until a rollback, against other judges |
            | `./cutover bench record` | time to write, read and store the record of a cutover, with JMH; takes a minute or two. `--json` is the only option |
            | `./cutover bench scale` | what 1, 10, 100 and 1,000 cutovers at the same time cost a controller: delay of polls, threads, heap, cores, bytes written, and the time until all are rolled back when all fail at once. `--cutovers 3` measures 3 only |
            | `./cutover bench simulate` | cutovers under virtual time and injected faults |
            | `./cutover bench traffic` | time to shift 1 to 100 HAProxy instances, shifts under load |
            """;

    private CommandLinePage() {}

    static String text() {
        CommandLine main = Main.commandLine();
        CommandLine demo = Demo.commandLine();
        StringBuilder page = new StringBuilder(HEAD).append("| command | does |\n|---|---|\n");
        main.getSubcommands().values().forEach(command -> page.append(row(command)));
        page.append(row(demo)).append("| [`test`, `bench`](#test-and-bench) | tests and measurements |\n\n");
        main.getSubcommands().values().forEach(command -> page.append(section(command)));
        return page.append(section(demo)).append(TAIL).toString();
    }

    private static String row(CommandLine command) {
        String name = command.getCommandName();
        return "| [`" + name + "`](#" + name + ") | "
                + cell(description(command.getCommandSpec()).get(0)) + " |\n";
    }

    private static String section(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        StringBuilder section = new StringBuilder("## " + command.getCommandName() + "\n\n");
        description(spec).forEach(line -> section.append(prose(line)).append('\n'));
        section.append("\n| argument | meaning |\n|---|---|\n");
        spec.positionalParameters().forEach(p -> section.append(row("`" + p.paramLabel() + "`" + many(p), p)));
        spec.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .forEach(option -> section.append(row("`" + names(option) + "`", option)));
        String footer = String.join(" ", command.getCommandSpec().usageMessage().footer())
                .trim();
        return section + "\n" + prose(footer) + "\n\n";
    }

    private static List<String> description(CommandSpec spec) {
        return Arrays.asList(spec.usageMessage().description());
    }

    private static String names(OptionSpec option) {
        String names = String.join(", ", option.names());
        return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
    }

    private static String many(ArgSpec argument) {
        return argument.arity().max() > 1 ? " ..." : "";
    }

    private static String row(String name, ArgSpec argument) {
        String text = String.join(" ", argument.description());
        String needed = argument.required() && argument instanceof OptionSpec ? "Required. " : "";
        return "| " + cell(name) + " | " + needed + cell(text) + " |\n";
    }

    /** Words that Markdown would take for HTML or emphasis stay as they are. */
    private static String prose(String line) {
        String plain = line.replace("%%", "%").replace("$$", "$");
        return plain.matches(".*(_|\\*|<).*") && plain.startsWith(" ")
                ? "\n    " + plain.trim() + "\n"
                : plain.replace("*", "\\*");
    }

    private static String cell(String text) {
        return text.replace("%%", "%")
                .replace("$$", "$")
                .replace("|", "\\|")
                .lines()
                .collect(Collectors.joining(" "));
    }
}
