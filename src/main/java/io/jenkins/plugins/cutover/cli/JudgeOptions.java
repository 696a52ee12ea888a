package io.jenkins.plugins.cutover.cli;

import io.jenkins.plugins.cutover.judge.JudgeSettings;
import io.jenkins.plugins.cutover.judge.Mode;
import io.jenkins.plugins.cutover.judge.Parameter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** One option for each parameter of the judge, generated from the parameters so that none is missing. */
final class JudgeOptions {
    private JudgeOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--mode")
                .type(Mode.class)
                .description("how the judge bets on failures: ROBUST (default) or PROVABLE")
                .build());
        for (Parameter parameter : Parameter.values()) {
            spec.addOption(OptionSpec.builder(name(parameter))
                    .type(Double.class)
                    .paramLabel("N")
                    .description(parameter.help() + "; " + parameter.range()
                            + (Double.isNaN(parameter.standard()) ? "" : ", default " + parameter.standardText()))
                    .build());
        }
    }

    /** The settings from the options; {@code unlessGiven} has the values for options that are missing. */
    static JudgeSettings settings(CommandSpec spec, Map<Parameter, Double> unlessGiven) {
        Map<String, Double> named = new TreeMap<>();
        unlessGiven.forEach((parameter, value) -> named.put(parameter.text(), value));
        for (Parameter parameter : Parameter.values()) {
            Double given = spec.findOption(name(parameter)).getValue();
            if (given != null) {
                named.put(parameter.text(), given);
            }
        }
        Mode mode = spec.findOption("--mode").getValue();
        JudgeSettings settings = JudgeSettings.defaults().with(named);
        return mode == null ? settings : settings.with(mode);
    }

    /** minRequests becomes --min-requests. */
    private static String name(Parameter parameter) {
        return "--" + parameter.text().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
