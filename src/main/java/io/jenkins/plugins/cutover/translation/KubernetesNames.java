package io.jenkins.plugins.cutover.translation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that Kubernetes accepts, made from names that Marathon accepts. */
final class KubernetesNames {
    /** A Service's name is a DNS label that begins with a letter (RFC 1035). */
    static final int MAX = 63;
    /** A label of a StatefulSet's pods holds its name and a revision hash, at most 63 characters. */
    static final int MAX_STATEFUL = 52;

    private static final int MAX_PORT = 15;
    private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern ENV = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");

    private KubernetesNames() {}

    /** {@code /shop/orders.v2} becomes {@code shop-orders-v2}; a hash of the id when it had to be cut. */
    static String ofId(String id, int max) {
        String name = dns(id);
        return name.length() <= max ? name : hashed(id, max);
    }

    /** The name with a hash of the id: two ids can have the same name. */
    static String hashed(String id, int max) {
        String name = dns(id);
        int length = max - 9;
        String head = name.length() <= length ? name : name.substring(0, length);
        return head.replaceAll("-+$", "") + "-" + hash(id);
    }

    /** Any text as a DNS label that begins with a letter, however long. */
    static String dns(String text) {
        String name =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        if (name.isEmpty()) {
            return "app";
        }
        return Character.isDigit(name.charAt(0)) ? "app-" + name : name;
    }

    /** A port's name: at most 15 characters with a letter; different from the names in use. */
    static String port(String wanted, Set<String> used) {
        String name =
                wanted.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        if (!name.matches(".*[a-z].*")) {
            name = "port-" + name;
        }
        String cut = cut(name, MAX_PORT);
        for (int i = 1; !used.add(cut); i++) {
            cut = cut(name, MAX_PORT - 3) + "-" + i;
        }
        return cut;
    }

    private static String cut(String name, int max) {
        return (name.length() <= max ? name : name.substring(0, max)).replaceAll("-+$", "");
    }

    static boolean isLabel(String key, String value) {
        return LABEL_KEY.matcher(key).matches() && LABEL_VALUE.matcher(value).matches();
    }

    /** A node label's key from a Mesos attribute's name. */
    static boolean isLabelKey(String key) {
        return LABEL_KEY.matcher(key).matches();
    }

    static boolean isLabelValue(String value) {
        return LABEL_VALUE.matcher(value).matches();
    }

    static boolean isEnv(String name) {
        return ENV.matcher(name).matches();
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
