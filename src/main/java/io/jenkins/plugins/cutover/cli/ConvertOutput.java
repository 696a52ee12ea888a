package io.jenkins.plugins.cutover.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.cutover.translation.Loss;
import io.jenkins.plugins.cutover.translation.Loss.Severity;
import io.jenkins.plugins.cutover.translation.Translation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The output of {@code convert}. Written app by app, so that a whole Marathon needs no more memory than one app. */
final class ConvertOutput implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final PrintWriter err;
    private final Path folder;
    private final JsonGenerator generator;
    private final Set<String> names = new HashSet<>();

    /** @param folder null for none */
    ConvertOutput(PrintWriter out, PrintWriter err, Path folder, boolean json) throws IOException {
        this.out = out;
        this.err = err;
        this.folder = folder;
        this.generator = json ? JSON.createGenerator(out).useDefaultPrettyPrinter() : null;
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (json) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            generator.writeStartObject();
            generator.writeArrayFieldStart("apps");
        }
    }

    void add(Translation app) throws IOException {
        if (folder != null) {
            Files.writeString(folder.resolve(file(app)), app.yaml());
        }
        if (generator != null) {
            json(app);
        } else {
            losses(app);
            if (folder == null) {
                out.print(app.yaml());
            }
        }
    }

    /** Apps in different files may have the same name. */
    private String file(Translation app) {
        String name = app.name();
        for (int i = 2; !names.add(name); i++) {
            name = app.name() + "-" + i;
        }
        return name + ".yaml";
    }

    private void json(Translation app) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("id", app.id());
        generator.writeStringField("name", app.name());
        generator.writeObjectField("manifests", app.manifests());
        generator.writeObjectField("losses", app.losses());
        generator.writeObjectField("routes", app.routes());
        generator.writeEndObject();
    }

    private void losses(Translation app) {
        long infos =
                app.losses().stream().filter(l -> l.severity() == Severity.INFO).count();
        err.println(app.id() + " -> " + app.name() + ": " + app.blockers().size() + " blockers, "
                + (app.losses().size() - infos - app.blockers().size()) + " to review, " + infos
                + " for information (--json shows all)");
        for (Loss loss : app.losses()) {
            if (loss.severity() != Severity.INFO) {
                err.println("  " + loss.severity() + " " + loss.path() + " = " + loss.value() + ": " + loss.action());
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (generator != null) {
            generator.writeEndArray();
            generator.writeEndObject();
            generator.close();
            out.println();
        }
        out.flush();
        err.flush();
    }
}
