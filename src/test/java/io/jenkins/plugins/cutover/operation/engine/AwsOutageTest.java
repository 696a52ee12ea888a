package io.jenkins.plugins.cutover.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.cutover.aws.AwsStandIn;
import io.jenkins.plugins.cutover.aws.EksClusters;
import io.jenkins.plugins.cutover.eks.access.ClusterAccess;
import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.KubernetesJournal;
import io.jenkins.plugins.cutover.journal.MirroredJournal;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Records;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rollback whose records are in an EKS cluster goes on with the copy on this machine, whatever AWS does. */
class AwsOutageTest {
    private static final Clock CLOCK = Clock.systemUTC();

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    private AwsStandIn aws;

    @BeforeEach
    void start() throws IOException {
        aws = new AwsStandIn();
        environment.put("HOME", folder.toString());
        new MirroredJournal(new FileJournal(folder.resolve("cluster"), CLOCK), folder.resolve("copies"), CLOCK)
                .save(Records.open("orders", CLOCK.instant()));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private MirroredJournal journal(String server, String credential) {
        EksSpec.Access access = new EksSpec.Access(URI.create(server), "", "", "", credential, false);
        EksClusters eks = new EksClusters(CLOCK, aws.clients(environment));
        return new MirroredJournal(
                new KubernetesJournal(
                        Stores.cluster(new ClusterAccess(access, name -> Optional.of(AwsStandIn.secret()), CLOCK, eks)),
                        "cutovers",
                        CLOCK),
                folder.resolve("copies"),
                CLOCK);
    }

    private static CutoverRecord rollBack(MirroredJournal journal) {
        CutoverRecord found = journal.find("orders").orElseThrow();
        return journal.save(found.with(d -> d.state(CutoverState.ROLLING_BACK)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"Code\":\"AssumeRoleUnauthorizedAccess\",\"Message\":\"EC2 cannot assume the role\"}",
                "{\"Code\":\"Success\"}",
            })
    void metadataWithoutKeysDoesNotStopARollback(String answer) {
        aws.instanceCredentials(answer);
        assertThat(rollBack(journal("eks://eu-west-1/orders-prod", "")).state()).isEqualTo(CutoverState.ROLLING_BACK);
    }

    @Test
    void aMachineThatLostItsIdentityDoesNotStopARollback() {
        environment.put("AWS_PROFILE", "deleted-meanwhile");
        assertThat(rollBack(journal("eks://eu-west-1/orders-prod", "")).state()).isEqualTo(CutoverState.ROLLING_BACK);
    }

    /** That is 10 s, as for a Kubernetes API server that does not answer. Then AWS is not asked again for 5 s. */
    @Test
    void aStalledAnswerHoldsARollbackForOneCallOnly() {
        aws.stall("AssumeRole");
        Instant begun = Instant.now();
        String role = "?role=arn:aws:iam::123456789012:role/deployer";
        assertThat(rollBack(journal("eks://eu-west-1/orders-prod" + role, "aws"))
                        .state())
                .isEqualTo(CutoverState.ROLLING_BACK);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(aws.count("AssumeRole")).as("the attempts of one call").isLessThanOrEqualTo(3);
    }
}
