package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** An init container fetches what the Mesos fetcher would put into the sandbox of the task. */
final class Fetches {
    private static final String IMAGE = "docker.io/library/alpine:3.22";
    private static final Set<String> LOGINS =
            Set.of("docker.tar.gz", ".dockercfg", "dockercfg", "docker.cfg", "docker.zip");
    private static final Pattern REMOTE = Pattern.compile("(?i)(https?|ftp)://.*");

    private final Draft draft;
    private final StringBuilder script = new StringBuilder("set -eu\n");
    private final List<EnvVar> env = new ArrayList<>();
    private int count;

    private Fetches(Draft draft) {
        this.draft = draft;
    }

    static void apply(Draft draft) {
        Fetches fetches = new Fetches(draft);
        boolean both = draft.app.at("fetch").present();
        for (Field fetch : draft.app.at("fetch").items()) {
            fetches.add(fetch.at("uri"), fetch);
        }
        for (Field uri : draft.app.at("uris").items()) {
            if (both) {
                uri.info("left out: the same as fetch");
            } else {
                fetches.add(uri, uri);
            }
        }
        boolean used = MesosReferences.of(draft.app).values().stream().anyMatch(t -> t.contains("MESOS_SANDBOX"));
        if (fetches.count > 0 || used) {
            fetches.sandbox();
        }
    }

    private void add(Field uriField, Field fetch) {
        String uri = uriField.text("");
        String file = file(fetch.at("destPath").text(""), uri);
        boolean executable = fetch.at("executable").flag(false);
        boolean extract = fetch.at("extract").flag(true);
        Field cache = fetch.at("cache");
        if (cache.flag(false)) {
            cache.info("left out: fetched anew for each pod");
        }
        if (LOGINS.contains(file)) {
            String secret = draft.name + "-registry";
            fetch.blocker(
                    "a registry login: the Secret " + secret + " of type kubernetes.io/dockerconfigjson must be there");
            Image.pullFrom(draft, secret);
        } else if (!REMOTE.matcher(uri).matches()) {
            fetch.blocker("left out: only http, https and ftp addresses can be fetched; the image must hold it");
        } else {
            fetch.review("fetched by an init container with wget into " + Draft.SANDBOX);
            fetch(uri, file, executable, extract);
        }
    }

    private void fetch(String uri, String file, boolean executable, boolean extract) {
        String quoted = quote(file);
        if (file.contains("/")) {
            script.append("mkdir -p ")
                    .append(quote(file.substring(0, file.lastIndexOf('/'))))
                    .append('\n');
        }
        script.append("wget -q -O ")
                .append(quoted)
                .append(' ')
                .append(source(uri))
                .append('\n');
        if (executable) {
            script.append("chmod +x ").append(quoted).append('\n');
        } else if (extract && file.matches("(?i).*\\.(tar|tgz|tbz2?|txz|tar\\.(gz|bz2|xz))")) {
            script.append("tar -xf ").append(quoted).append('\n');
        } else if (extract && file.matches("(?i).*\\.zip")) {
            script.append("unzip -o -q ").append(quoted).append('\n');
        } else if (extract && file.matches("(?i).*\\.gz")) {
            script.append("gunzip -f -k ").append(quoted).append('\n');
        }
        count++;
    }

    /** An address that contains a login is kept in the Secret. */
    private String source(String uri) {
        if (!SecretMasking.holdsSecret(uri)) {
            return quote(uri);
        }
        String name = "FETCH_" + count;
        draft.secretData.put(name, uri);
        env.add(new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef(name, draft.secretName(), null)
                .endValueFrom()
                .build());
        return "\"$" + name + "\"";
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String file(String destPath, String uri) {
        if (!destPath.isEmpty()) {
            return destPath;
        }
        String path = uri.replaceAll("[?#].*", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? "index.html" : name;
    }

    private void sandbox() {
        Volumes.emptyDir(draft, "sandbox", Draft.SANDBOX, false);
        draft.env.putIfAbsent(
                "MESOS_SANDBOX",
                new EnvVarBuilder()
                        .withName("MESOS_SANDBOX")
                        .withValue(Draft.SANDBOX)
                        .build());
        if (!draft.app.at("container", "docker", "image").present()) {
            draft.container.withWorkingDir(Draft.SANDBOX);
        }
        if (count == 0) {
            return;
        }
        draft.pod.addToInitContainers(new ContainerBuilder()
                .withName("fetch")
                .withImage(IMAGE)
                .withCommand("/bin/sh", "-c", MesosReferences.escape(script.toString()))
                .withWorkingDir(Draft.SANDBOX)
                .withEnv(env)
                .withVolumeMounts(new VolumeMountBuilder()
                        .withName(draft.mounts.get(draft.mounts.size() - 1).getName())
                        .withMountPath(Draft.SANDBOX)
                        .build())
                .build());
    }
}
