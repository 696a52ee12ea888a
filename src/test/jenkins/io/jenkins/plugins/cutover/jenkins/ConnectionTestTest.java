package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.cutover.controller.ClusterSettings;
import io.jenkins.plugins.cutover.controller.FleetSettings;
import io.jenkins.plugins.cutover.controller.MarathonSettings;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The "Test connection" buttons and the drop-downs of credentials, as a browser asks them. */
@Tag("jenkins")
class ConnectionTestTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static JenkinsFixture bed;

    @BeforeAll
    static void world() throws Exception {
        bed = new JenkinsFixture();
        bed.configure("");
    }

    @AfterAll
    static void end() {
        bed.close();
    }

    @BeforeEach
    void users() {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER).everywhere().to("admin")
                .grant(Jenkins.READ).everywhere().to("alice"));
    }

    @AfterEach
    void resetSecurity() {
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    private static WebResponse asked(String user, HttpMethod method, Class<?> type, String what, String... pairs)
            throws Exception {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            query.append('&').append(pairs[i]).append('=');
            query.append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            browser.login(user);
            URL url = new URL(jenkins.getURL() + "descriptorByName/" + type.getName() + "/" + what + "?" + query);
            WebRequest request = browser.addCrumb(new WebRequest(url, method));
            return browser.withThrowExceptionOnFailingStatusCode(false).getPage(request).getWebResponse();
        }
    }

    private static String answer(Class<?> type, String... pairs) throws Exception {
        return asked("admin", HttpMethod.POST, type, "testConnection", pairs).getContentAsString();
    }

    @Test
    void eachSystemAnswersInWords() throws Exception {
        assertThat(answer(MarathonSettings.class, "url", bed.sandbox.marathon().url().toString()))
                .contains("class=\"ok\"", "Marathon 1.11.24");
        assertThat(answer(FleetSettings.class, "instances", bed.sandbox.first().unix().toString()))
                .contains("class=\"ok\"", "HAProxy ");
        assertThat(answer(
                        ClusterSettings.class,
                        "server", bed.sandbox.spec("").eks().access().server().toString(),
                        "trustAnyCertificate", "true",
                        "credentialsId", "sandbox-cluster",
                        "namespace", "shop"))
                .contains("class=\"ok\"", "allows all that a cutover needs");
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws Exception {
        assertThat(answer(MarathonSettings.class, "url", "http://127.0.0.1:1"))
                .contains("class=\"error\"", "no connection");
        assertThat(answer(FleetSettings.class, "instances", "somewhere")).contains("class=\"error\"", "is not unix:");
        assertThat(answer(ClusterSettings.class)).contains("give server, cluster, stack, cloud");
    }

    @Test
    void onlyAnAdministratorMayAskAndOnlyByPost() throws Exception {
        for (Class<?> type : new Class<?>[] {MarathonSettings.class, FleetSettings.class, ClusterSettings.class}) {
            assertThat(asked("alice", HttpMethod.POST, type, "testConnection").getStatusCode())
                    .isEqualTo(403);
            assertThat(asked("admin", HttpMethod.GET, type, "testConnection").getStatusCode())
                    .isIn(404, 405);
        }
    }

    @Test
    void credentialsAreOfferedToAdministratorsOnly() throws Exception {
        String fill = "fillCredentialsIdItems";
        assertThat(asked("admin", HttpMethod.POST, ClusterSettings.class, fill, "credentialsId", "mine")
                        .getContentAsString())
                .contains("sandbox-cluster", "\"mine\"")
                .doesNotContain(Sandbox.TOKEN);
        assertThat(asked("alice", HttpMethod.POST, ClusterSettings.class, fill, "credentialsId", "mine")
                        .getContentAsString())
                .contains("\"mine\"")
                .doesNotContain("sandbox-cluster");
    }
}
