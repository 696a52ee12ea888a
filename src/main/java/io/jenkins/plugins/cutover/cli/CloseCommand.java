package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.operation.rollback.Close;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends a cutover that cannot be restored. */
@Command(
        name = "close",
        mixinStandardHelpOptions = true,
        description =
                "Ends a cutover that cannot be restored, for example because its HAProxy instances are gone. HAProxy, Marathon"
                        + " and the cluster stay as they are, and the environment is free afterwards. Try rollback first,"
                        + " also with --without.",
        footer = {"", "Exit status: 0 closed, 1 failure, 2 unknown service, nothing to close or wrong usage."})
final class CloseCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions options;

    @Option(names = "--service", required = true, paramLabel = "NAME", description = "The service.")
    private String service;

    @Option(
            names = "--because",
            required = true,
            paramLabel = "TEXT",
            description = "The reason, for the record and the report.")
    private String because;

    @Option(names = "--json", description = "JSON output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        try (ForegroundRunner work = new ForegroundRunner(status -> progress(out, status))) {
            Map<String, Object> result = work.run(new Close(options.context(), service, because));
            out.println(
                    json
                            ? Json.mapper().writeValueAsString(result)
                            : service + " is closed; it was " + result.get("was") + " with " + share(result)
                                    + " on EKS");
        }
        return 0;
    }

    private static Share share(Map<String, Object> result) {
        return Share.ofPercent(((Number) result.get("percent")).doubleValue());
    }

    private void progress(PrintWriter out, String status) {
        if (!json) {
            out.println(status);
            out.flush();
        }
    }
}
