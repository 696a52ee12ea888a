package io.jenkins.plugins.cutover.operation.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.mesos.MarathonClient;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import java.net.URI;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a live Marathon runs, as a document to translate: an app, or all groups with what they depend on. */
public final class LiveApps {
    private static final Pattern ONE = Pattern.compile("(.*)/v2/apps(/.+)");
    private static final Pattern ALL = Pattern.compile("(.*?)(/v2(/apps)?)?");

    private LiveApps() {}

    /**
     * @param address of the Marathon for all its apps, or with {@code /v2/apps/ID} at its end for one
     * @throws io.jenkins.plugins.cutover.model.CutoverException when Marathon does not answer, or refuses
     */
    public static JsonNode read(URI address, MarathonSpec.Auth auth, String credential, Secrets secrets) {
        Matcher one = ONE.matcher(address.toString());
        Matcher all = ALL.matcher(address.toString());
        boolean single = one.matches();
        String base = single ? one.group(1) : all.matches() ? all.group(1) : address.toString();
        MarathonSpec spec = new MarathonSpec(URI.create(base), single ? one.group(2) : "/", auth, credential, false);
        MarathonClient marathon = new MarathonClient(spec, secrets, Clock.systemUTC());
        return single ? marathon.app().definition() : marathon.groups();
    }
}
