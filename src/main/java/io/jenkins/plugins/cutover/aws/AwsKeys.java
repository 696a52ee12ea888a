package io.jenkins.plugins.cutover.aws;

import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.regex.Pattern;

/**
 * Access keys as a credential holds them: {@code ACCESS_KEY_ID:SECRET_ACCESS_KEY}, and {@code :SESSION_TOKEN} for
 * temporary ones. {@link #toString} shows the access key's id only.
 *
 * @param sessionToken empty for long-term keys
 */
public record AwsKeys(String accessKeyId, String secretAccessKey, String sessionToken) {
    private static final Pattern ACCESS_KEY_ID = Pattern.compile("(AKIA|ASIA)[A-Z0-9]{12,124}");
    /** Base64 and what STS puts into session tokens; a line break or a blank would break an HTTP header. */
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]+");

    /** @return whether the text before the first colon has the form of an access key id */
    public static boolean matches(String secret) {
        int colon = secret.indexOf(':');
        return colon > 0 && ACCESS_KEY_ID.matcher(secret.substring(0, colon)).matches();
    }

    /** @throws InvalidInputException when the secret has another form; the message does not quote it */
    public static AwsKeys parse(String credential, String secret) {
        String[] parts = secret.trim().split(":", 3);
        if (!matches(secret.trim())
                || parts.length < 2
                || !VALUE.matcher(parts[1]).matches()) {
            throw new InvalidInputException(
                    "credential \"" + credential
                            + "\" does not hold AWS keys: ACCESS_KEY_ID:SECRET_ACCESS_KEY, and :SESSION_TOKEN for temporary ones");
        }
        if (parts.length > 2 && !VALUE.matcher(parts[2]).matches()) {
            throw new InvalidInputException("credential \"" + credential
                    + "\": the session token holds a blank, a line break or another character that cannot be sent");
        }
        return new AwsKeys(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
    }

    @Override
    public String toString() {
        return "AWS access key " + accessKeyId;
    }
}
