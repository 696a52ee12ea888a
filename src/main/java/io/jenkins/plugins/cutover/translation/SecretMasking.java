package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.model.Text;
import java.util.regex.Pattern;

/** Which values can be secrets, and how reports show values without revealing them. */
final class SecretMasking {
    static final String HIDDEN = "(not shown)";
    private static final int MAX_TEXT = 117;

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i)(passw|passphrase|pwd|secret|token|credential|private|api_?key|access_?key|auth|_key$|^key$|salt|cert|dsn)");
    private static final Pattern SECRET_VALUE = Pattern.compile(
            "(://[^/\\s:@]*:[^/\\s@]+@|-----BEGIN|\\bENC\\[|\\bAKIA[0-9A-Z]{12}|\\beyJ[\\w-]{10,}\\.|(?i:passw(or)?d|secret|token|api_?key)[\"']?\\s*[=:]\\s*[^\\s$])");
    /** An address that contains a signature or a key. */
    private static final Pattern SIGNED =
            Pattern.compile("(?i)[?&](x-amz-|sig=|signature|[^=&]*token|[^=&]*key|password)[^=&]*=");

    /** Fields that hold secrets under any name. */
    private static final Pattern SECRET_PLACE =
            Pattern.compile("(.*\\.)?(env([.\\[].*)?|cmd|args(\\[.*)?|command\\.value)");

    private static final Pattern SECRET_KEY =
            Pattern.compile("\"(env|environment|cmd|args|[^\"]*(?i:passw|secret|token|credential)[^\"]*)\":");

    private SecretMasking() {}

    /** Whether an env variable looks like a secret, by its name or its value. */
    static boolean isSecret(String name, String value) {
        return !value.isEmpty() && (SECRET_NAME.matcher(name).find() || holdsSecret(value));
    }

    static boolean holdsSecret(String value) {
        return SECRET_VALUE.matcher(value).find() || SIGNED.matcher(value).find();
    }

    static String value(String path, JsonNode node) {
        if (node.isMissingNode()) {
            return "unset";
        }
        if (SECRET_PLACE.matcher(path).matches()) {
            return HIDDEN;
        }
        if (node.isContainerNode()) {
            String json = node.toString();
            return holdsSecret(json) || SECRET_KEY.matcher(json).find() ? HIDDEN : line(json);
        }
        String name = path.substring(path.lastIndexOf('.') + 1);
        boolean hidden = SECRET_NAME.matcher(name).find() && !path.startsWith("secrets");
        return hidden || holdsSecret(node.asText()) ? HIDDEN : line(node.asText());
    }

    private static String line(String text) {
        return Text.oneLine(text, MAX_TEXT);
    }
}
