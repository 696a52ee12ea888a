package io.jenkins.plugins.cutover.model.aws;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Keys that sign requests to AWS. Never printed: {@link #toString} shows the key's name alone.
 *
 * @param sessionToken of temporary keys; empty for lasting ones
 * @param expires when temporary keys end; {@link Instant#MAX} for lasting ones
 */
public record AwsCredentials(String accessKey, String secretKey, String sessionToken, Instant expires) {
    private static final Pattern ACCESS_KEY = Pattern.compile("(AKIA|ASIA)[A-Z0-9]{12,124}");

    /** @return whether a secret's text is AWS keys: {@code ACCESS_KEY:SECRET_KEY} or {@code ACCESS:SECRET:SESSION_TOKEN} */
    public static boolean looksLikeThem(String secret) {
        int colon = secret.indexOf(':');
        return colon > 0 && ACCESS_KEY.matcher(secret.substring(0, colon)).matches();
    }

    /** @throws InvalidInputException when the text has another form; the text is not quoted */
    public static AwsCredentials parse(String name, String secret) {
        String[] parts = secret.trim().split(":", 3);
        if (!looksLikeThem(secret) || parts.length < 2 || parts[1].isEmpty()) {
            throw new InvalidInputException(
                    "credential \"" + name
                            + "\" does not hold AWS keys: ACCESS_KEY_ID:SECRET_ACCESS_KEY, and :SESSION_TOKEN for temporary ones");
        }
        return new AwsCredentials(parts[0], parts[1], parts.length > 2 ? parts[2] : "", Instant.MAX);
    }

    @Override
    public String toString() {
        return "AWS key " + accessKey;
    }
}
