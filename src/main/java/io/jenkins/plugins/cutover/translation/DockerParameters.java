package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.PodDNSConfigOptionBuilder;
import io.fabric8.kubernetes.api.model.SysctlBuilder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arguments for {@code docker run}: translated where Kubernetes has a counterpart, otherwise reported. */
final class DockerParameters {
    private static final Pattern USER = Pattern.compile("(\\d+)(?::(\\d+))?");
    private static final Pattern HOSTNAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    private DockerParameters() {}

    static void apply(Draft draft, Field parameters) {
        for (Field parameter : parameters.items()) {
            String key = parameter.at("key").text("");
            Field value = parameter.at("value");
            if (key.equals("env") || key.equals("e")) {
                env(draft, parameter.at("key"), value.text(""));
            } else if (!known(draft, key, value)) {
                value.review("left out: docker run --" + key + " has no counterpart");
            }
        }
    }

    private static boolean known(Draft draft, String key, Field field) {
        String value = field.text("");
        switch (key) {
            case "hostname", "h" -> hostname(draft, field, value);
            case "add-host" -> hostAlias(draft, field, value);
            case "dns" -> nameserver(draft, field, value);
            case "dns-search" ->
                draft.pod.editOrNewDnsConfig().addToSearches(value).endDnsConfig();
            case "dns-opt", "dns-option" -> dnsOption(draft, value);
            case "cap-add" ->
                draft.container
                        .editOrNewSecurityContext()
                        .editOrNewCapabilities()
                        .addToAdd(value)
                        .endCapabilities()
                        .endSecurityContext();
            case "cap-drop" ->
                draft.container
                        .editOrNewSecurityContext()
                        .editOrNewCapabilities()
                        .addToDrop(value)
                        .endCapabilities()
                        .endSecurityContext();
            case "workdir", "w" -> draft.container.withWorkingDir(value);
            case "entrypoint" -> entrypoint(draft, field, value);
            case "label", "l" -> label(draft, value);
            case "tty", "t" -> draft.container.withTty(value.equals("true"));
            case "interactive", "i" -> draft.container.withStdin(value.equals("true"));
            case "read-only" ->
                draft.container
                        .editOrNewSecurityContext()
                        .withReadOnlyRootFilesystem(!value.equals("false"))
                        .endSecurityContext();
            case "sysctl" -> sysctl(draft, value);
            default -> {
                return guarded(draft, key, field, value);
            }
        }
        return true;
    }

    /** Parameters that are known for some values only. */
    private static boolean guarded(Draft draft, String key, Field field, String value) {
        Matcher user = USER.matcher(value);
        if ((key.equals("user") || key.equals("u")) && user.matches()) {
            runAs(draft, Long.parseLong(user.group(1)), user.group(2));
            return true;
        }
        if (value.equals("host") && (key.equals("ipc") || key.equals("pid"))) {
            field.review("kept; the namespace's pod security level must allow it");
            draft.pod.withHostIPC(key.equals("ipc") ? Boolean.TRUE : draft.pod.getHostIPC());
            draft.pod.withHostPID(key.equals("pid") ? Boolean.TRUE : draft.pod.getHostPID());
            return true;
        }
        return DockerVolumes.apply(draft, key, field, value);
    }

    static void runAs(Draft draft, long user, String group) {
        draft.container.editOrNewSecurityContext().withRunAsUser(user).endSecurityContext();
        if (group != null) {
            draft.container
                    .editOrNewSecurityContext()
                    .withRunAsGroup(Long.valueOf(group))
                    .endSecurityContext();
        }
    }

    private static void hostname(Draft draft, Field field, String value) {
        String fitting = value.toLowerCase(Locale.ROOT).replaceAll("\\..*", "");
        if (!HOSTNAME.matcher(fitting).matches()) {
            field.review("left out: not a host name");
            return;
        }
        if (!fitting.equals(value)) {
            field.info("the pods' host name becomes " + fitting);
        }
        draft.pod.withHostname(fitting);
    }

    private static void hostAlias(Draft draft, Field field, String value) {
        String[] parts = value.split("[:=]", 2);
        if (parts.length < 2 || !ADDRESS.matcher(parts[1]).matches()) {
            field.review("left out: not a name and an IP address");
        } else {
            draft.pod.addToHostAliases(new HostAlias(List.of(parts[0]), parts[1]));
        }
    }

    private static void nameserver(Draft draft, Field field, String value) {
        if (ADDRESS.matcher(value).matches()) {
            draft.pod.editOrNewDnsConfig().addToNameservers(value).endDnsConfig();
        } else {
            field.review("left out: not an IP address");
        }
    }

    private static void dnsOption(Draft draft, String value) {
        String[] parts = value.split(":", 2);
        PodDNSConfigOptionBuilder option = new PodDNSConfigOptionBuilder().withName(parts[0]);
        if (parts.length == 2) {
            option.withValue(parts[1]);
        }
        draft.pod.editOrNewDnsConfig().addToOptions(option.build()).endDnsConfig();
    }

    private static void entrypoint(Draft draft, Field field, String value) {
        if (draft.app.at("cmd").present()) {
            field.review("left out: cmd comes before it");
        } else {
            draft.container.withCommand(
                    Image.arguments(value).stream().map(MesosReferences::escape).toList());
        }
    }

    /** Reported by its key: the value holds name and value, and may be a secret. */
    private static void env(Draft draft, Field field, String value) {
        String[] parts = value.split("=", 2);
        if (parts.length < 2) {
            field.review("left out: docker would take the value from the agent's environment");
        } else {
            TaskEnvironment.put(draft, field, parts[0], parts[1]);
        }
    }

    private static void label(Draft draft, String value) {
        String[] parts = value.split("=", 2);
        draft.podAnnotations.put(
                Draft.DOMAIN + "docker-label." + KubernetesNames.ofId(parts[0], 50), parts.length < 2 ? "" : parts[1]);
    }

    private static void sysctl(Draft draft, String value) {
        String[] parts = value.split("=", 2);
        draft.pod
                .editOrNewSecurityContext()
                .addToSysctls(new SysctlBuilder()
                        .withName(parts[0])
                        .withValue(parts.length < 2 ? "" : parts[1])
                        .build())
                .endSecurityContext();
    }
}
