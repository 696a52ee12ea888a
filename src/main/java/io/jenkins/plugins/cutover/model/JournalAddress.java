package io.jenkins.plugins.cutover.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where records and locks are kept, as a configuration or a command line names it. */
public sealed interface JournalAddress {

    /** The longest interval of observations. */
    Duration LONGEST = Duration.ofMinutes(10);

    /** The name of the interval of observations, in both forms. */
    String OBSERVATIONS = "observations";

    /** How long the observations of a cutover without a decision may be in memory only. */
    Duration observations();

    /**
     * A folder: {@code file:/var/lib/cutovers}, or the path alone; {@code ?observations=10s} may follow.
     *
     * @param observations 10 s unless it is given
     */
    record Folder(Path path, Duration observations) implements JournalAddress {
        public Folder(Path path) {
            this(path, Duration.ofSeconds(10));
        }

        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /**
     * A namespace of a cluster, for several controllers: {@code kubernetes:NAMESPACE?kubeconfig=PATH&context=NAME}, or
     * {@code server=URI&ca=PATH&credential=NAME}, with the meaning that the same words have under {@code eks:}.
     *
     * @param observations 60 s unless it is given: an API server serves many, and each is an update of a ConfigMap
     */
    record Namespace(String namespace, EksSpec.Access access, Duration observations) implements JournalAddress {
        public Namespace(String namespace, EksSpec.Access access) {
            this(namespace, access, Duration.ofSeconds(60));
        }

        @Override
        public String toString() {
            return "kubernetes:" + namespace;
        }
    }

    /** @throws InvalidInputException naming what is wrong and what is valid */
    static JournalAddress parse(String text) {
        String address = text.trim();
        if (address.startsWith("kubernetes:")) {
            return namespace(address, address.substring("kubernetes:".length()));
        }
        if (address.isEmpty() || address.matches("(?!file:)[a-zA-Z][-+.a-zA-Z0-9]+:.*")) {
            throw new InvalidInputException(
                    "journal: \"" + address + "\" is neither file:FOLDER nor kubernetes:NAMESPACE?kubeconfig=PATH");
        }
        return folder(address, address.startsWith("file:") ? address.substring("file:".length()) : address);
    }

    private static Folder folder(String address, String rest) {
        int question = rest.indexOf("?" + OBSERVATIONS + "=");
        try {
            return question < 0
                    ? new Folder(Path.of(rest))
                    : new Folder(
                            Path.of(rest.substring(0, question)),
                            observations(rest.substring(question + OBSERVATIONS.length() + 2)));
        } catch (InvalidPathException e) {
            throw new InvalidInputException("journal: \"" + address + "\" is no path: " + e.getReason());
        }
    }

    private static Duration observations(String text) {
        Duration interval = Durations.parse("journal: " + OBSERVATIONS, text);
        if (interval.compareTo(LONGEST) > 0) {
            throw new InvalidInputException("journal: " + OBSERVATIONS + ": \"" + text + "\" is more than "
                    + Durations.text(LONGEST) + ": a crash would lose that much");
        }
        return interval;
    }

    private static Namespace namespace(String address, String rest) {
        int question = rest.indexOf('?');
        String name = question < 0 ? rest : rest.substring(0, question);
        if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            throw new InvalidInputException("journal: \"" + name + "\" in \"" + address + "\" is no namespace's name");
        }
        Map<String, String> words = words(address, question < 0 ? "" : rest.substring(question + 1));
        EksSpec.Access access = new EksSpec.Access(
                words.containsKey("server") ? server(words.get("server")) : null,
                words.getOrDefault("kubeconfig", ""),
                words.getOrDefault("context", ""),
                words.getOrDefault("ca", ""),
                words.getOrDefault("credential", ""),
                Boolean.parseBoolean(words.get("trustAnyCertificate")));
        return words.containsKey(OBSERVATIONS)
                ? new Namespace(name, access, observations(words.get(OBSERVATIONS)))
                : new Namespace(name, access);
    }

    private static Map<String, String> words(String address, String query) {
        Set<String> valid =
                Set.of(OBSERVATIONS, "server", "kubeconfig", "context", "ca", "credential", "trustAnyCertificate");
        Map<String, String> words = new TreeMap<>();
        for (String word : query.isEmpty() ? new String[0] : query.split("&")) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            if (equals < 0 || !valid.contains(key)) {
                throw new InvalidInputException("journal: \"" + key + "\" in \"" + address + "\" is not one of "
                        + String.join("=, ", new TreeSet<>(valid)) + "=");
            }
            words.put(key, word.substring(equals + 1));
        }
        return words;
    }

    private static URI server(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new InvalidInputException("journal: server: \"" + text + "\" is no address");
        }
    }
}
