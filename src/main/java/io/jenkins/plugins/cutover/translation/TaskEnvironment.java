package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The app's variables, and those that Marathon gives to every task. */
final class TaskEnvironment {
    /** Longer values, and values of several lines, go into a ConfigMap. */
    private static final int MOST_INLINE = 256;

    private static final Pattern MESOS_ONLY = Pattern.compile(
            "\\$\\{?(MESOS_(?!SANDBOX)\\w+|LIBPROCESS_\\w+|MARATHON_APP_(?!ID\\b)\\w+)|[\\w.-]+\\.(?:marathon|mesos|thisdcos\\.directory)\\b(?:\\.\\w+)*");
    private static final Pattern HOST = Pattern.compile("\\$\\{?HOST\\b|\\$\\(HOST\\)");

    private TaskEnvironment() {}

    static void apply(Draft draft) {
        draft.pod.withEnableServiceLinks(false);
        draft.app.at("env").entries().forEach((name, value) -> {
            if (value.node().isObject()) {
                SecretRefs.env(draft, name, value);
            } else {
                put(draft, value, name, value.text(""));
                if (value.present() && !value.node().isTextual()) {
                    value.info("becomes the text that it is written with");
                }
            }
        });
        inject(draft);
        uses(draft);
        draft.container.withEnv(draft.env.values().stream().toList());
    }

    /** Adds a variable: in place, in the ConfigMap or in the Secret, depending on its value. */
    static void put(Draft draft, Field field, String name, String value) {
        if (!KubernetesNames.isEnv(name)) {
            field.review("left out: Kubernetes does not take \"" + name + "\" as a variable's name");
            return;
        }
        EnvVarBuilder variable = new EnvVarBuilder().withName(name);
        if (SecretMasking.isSecret(name, value)) {
            draft.secretData.put(name, value);
            variable.withNewValueFrom()
                    .withNewSecretKeyRef(name, draft.secretName(), null)
                    .endValueFrom();
            field.review("it looks like a secret: taken from key " + name + " of the Secret " + draft.secretName()
                    + ", which is in no manifest");
        } else if (value.length() > MOST_INLINE || value.contains("\n")) {
            draft.configData.put(name, value);
            variable.withNewValueFrom()
                    .withNewConfigMapKeyRef(name, draft.secretName(), null)
                    .endValueFrom();
        } else {
            variable.withValue(MesosReferences.escape(value));
        }
        draft.env.put(name, variable.build());
    }

    private static void inject(Draft draft) {
        give(draft, "MARATHON_APP_ID", draft.id);
        if (!draft.env.containsKey("HOST")) {
            EnvVar host = new EnvVarBuilder()
                    .withName("HOST")
                    .withNewValueFrom()
                    .withNewFieldRef("v1", "status.podIP")
                    .endValueFrom()
                    .build();
            draft.env.put("HOST", host);
        }
        for (AppPort port : draft.ports) {
            String number = String.valueOf(port.containerPort());
            give(draft, "PORT" + port.index(), number);
            if (!port.given().isEmpty()) {
                give(draft, "PORT_" + port.given().toUpperCase(Locale.ROOT).replace('-', '_'), number);
            }
        }
        if (!draft.ports.isEmpty()) {
            give(draft, "PORT", String.valueOf(draft.ports.get(0).containerPort()));
            give(
                    draft,
                    "PORTS",
                    String.join(
                            ",",
                            draft.ports.stream()
                                    .map(p -> String.valueOf(p.containerPort()))
                                    .toList()));
        }
    }

    /** The variables of the app itself take precedence. */
    private static void give(Draft draft, String name, String value) {
        draft.env.putIfAbsent(
                name, new EnvVarBuilder().withName(name).withValue(value).build());
    }

    private static void uses(Draft draft) {
        for (Map.Entry<String, String> text : MesosReferences.of(draft.app).entrySet()) {
            Matcher mesos = MESOS_ONLY.matcher(text.getValue());
            while (mesos.find()) {
                String word = mesos.group().replaceAll("^\\$\\{?", "");
                draft.ledger.report(
                        Loss.Severity.REVIEW, text.getKey(), word, "uses " + word + ", which only Mesos provides");
            }
            if (HOST.matcher(text.getValue()).find()) {
                draft.ledger.report(
                        Loss.Severity.REVIEW,
                        text.getKey(),
                        "HOST",
                        "HOST is the pod's address, where its ports answer; no longer the node's");
            }
        }
    }
}
