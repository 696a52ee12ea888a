package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cutover.aws.AwsStandIn;
import io.jenkins.plugins.cutover.controller.ClusterSettings;
import io.jenkins.plugins.cutover.controller.JenkinsSecrets;
import java.io.IOException;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A credential of the aws-credentials plugin is read as AWS keys. */
@Tag("jenkins")
class AwsCredentialsTest {
    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String[] PROPERTIES = {"aws.endpointUrl", "aws.region", "aws.maxAttempts"};

    private AwsStandIn aws;

    @BeforeEach
    void start() throws IOException {
        aws = new AwsStandIn();
        System.setProperty("aws.endpointUrl", aws.uri().toString());
        System.setProperty("aws.region", "eu-west-1");
        System.setProperty("aws.maxAttempts", "1");
    }

    @AfterEach
    void stop() {
        aws.close();
        for (String property : PROPERTIES) {
            System.clearProperty(property);
        }
    }

    private static Optional<String> keys(String id, String role) {
        String[] own = AwsStandIn.secret().split(":");
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.GLOBAL, id, own[0], own[1], "", role, ""));
        return new JenkinsSecrets(null).find(id);
    }

    @Test
    void aCredentialIsReadAsItsKeys() {
        assertThat(keys("plain", "")).contains(AwsStandIn.secret());
    }

    @Test
    void theRoleOfACredentialIsAssumedOnceAndItsKeysAreKept() {
        Optional<String> first = keys("with-role", "arn:aws:iam::123456789012:role/deployer");
        assertThat(first).hasValueSatisfying(text -> assertThat(text).startsWith("ASIAISSUED"));
        // The stand-in issues other keys for each AssumeRole.
        assertThat(new JenkinsSecrets(null).find("with-role")).isEqualTo(first);
    }

    @Test
    void aRoleThatAwsRefusesIsReportedWithTheCredential() {
        assertThatThrownBy(() -> keys("refused", "arn:aws:iam::123456789012:role/unknown"))
                .hasMessageStartingWith("credential: \"refused\" of type AWS Credentials: ")
                .hasMessageContaining("is not authorized to perform: sts:AssumeRole");
    }

    @Test
    void theFormOffersTheCredential() {
        keys("offered", "");
        ListBoxModel choices = Jenkins.get()
                .getDescriptorByType(ClusterSettings.DescriptorImpl.class)
                .doFillCredentialsIdItems("");
        assertThat(choices).extracting(choice -> choice.value).contains("offered");
    }
}
