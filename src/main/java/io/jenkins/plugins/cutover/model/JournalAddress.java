package io.jenkins.plugins.cutover.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where records and locks are kept, as a configuration or a command line names it. */
public sealed interface JournalAddress {

    /** A folder: {@code file:/var/lib/cutovers}, or the path alone. */
    record Folder(Path path) implements JournalAddress {
        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /**
     * A namespace of a cluster, for several controllers: {@code kubernetes:NAMESPACE?kubeconfig=PATH&context=NAME}, or
     * {@code server=URI&ca=PATH&credential=NAME}, with the meaning that the same words have under {@code eks:}.
     */
    record Namespace(String namespace, EksSpec.Access access) implements JournalAddress {
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
        try {
            return new Folder(Path.of(address.startsWith("file:") ? address.substring("file:".length()) : address));
        } catch (InvalidPathException e) {
            throw new InvalidInputException("journal: \"" + address + "\" is no path: " + e.getReason());
        }
    }

    private static Namespace namespace(String address, String rest) {
        int question = rest.indexOf('?');
        String name = question < 0 ? rest : rest.substring(0, question);
        if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            throw new InvalidInputException("journal: \"" + name + "\" in \"" + address + "\" is no namespace's name");
        }
        Map<String, String> words = words(address, question < 0 ? "" : rest.substring(question + 1));
        return new Namespace(
                name,
                new EksSpec.Access(
                        words.containsKey("server") ? server(words.get("server")) : null,
                        words.getOrDefault("kubeconfig", ""),
                        words.getOrDefault("context", ""),
                        words.getOrDefault("ca", ""),
                        words.getOrDefault("credential", ""),
                        Boolean.parseBoolean(words.get("trustAnyCertificate"))));
    }

    private static Map<String, String> words(String address, String query) {
        Set<String> valid = Set.of("server", "kubeconfig", "context", "ca", "credential", "trustAnyCertificate");
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
