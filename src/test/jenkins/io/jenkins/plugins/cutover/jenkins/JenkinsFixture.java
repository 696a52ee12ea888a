package io.jenkins.plugins.cutover.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.cutover.controller.PhasedCutoverConfiguration;
import io.jenkins.plugins.cutover.controller.ServiceEntry;
import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.operation.guard.Guard;
import io.jenkins.plugins.cutover.sandbox.LoadGenerator;
import io.jenkins.plugins.cutover.sandbox.LoadPlan;
import io.jenkins.plugins.cutover.sandbox.LoadSnapshot;
import io.jenkins.plugins.cutover.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.JenkinsRule;

/** The world around the controller under test: the sandbox under load, and what an administrator would configure. */
final class JenkinsFixture implements AutoCloseable {
    static final String QUICK =
            "bake: 2s\nhandover: {form: none}\nverify: {minRequests: 20, block: 1s, poll: 250ms, warmUp: 1s}";

    final Sandbox sandbox;
    final LoadGenerator load;

    JenkinsFixture() throws Exception {
        sandbox = Sandbox.start();
        load = LoadGenerator.start(LoadPlan.of(200, sandbox.entrances()));
    }

    /** Once in the life of a JENKINS_HOME. */
    void configure(String more) throws Exception {
        PhasedCutoverConfiguration.get().setServices(List.of(new ServiceEntry("orders", sandbox.yaml(more))));
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        Secret token = Secret.fromString(Sandbox.TOKEN);
        store.getCredentials().add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "sandbox-cluster", "", token));
        store.save();
    }

    WorkflowJob job(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItem("orders-cutover") == null ? jenkins.createProject(WorkflowJob.class, "orders-cutover") : jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("@Library('phased-cutover') _\n" + script, true));
        return job;
    }

    /** Of the service, by the controller's own journal. */
    CutoverState state() {
        return record().orElseThrow().state();
    }

    Optional<CutoverRecord> record() {
        Path folder = Jenkins.get().getRootDir().toPath().resolve("phased-cutover");
        return new FileJournal(folder, Clock.systemUTC()).find("orders");
    }

    /** Waits until the record says so. */
    void until(Predicate<CutoverRecord> wanted) {
        await().atMost(Duration.ofMinutes(2)).until(() -> record().filter(wanted).isPresent());
    }

    /** No client of the service saw a failure since the beginning. */
    void assertNothingLost() {
        LoadSnapshot seen = load.snapshot();
        assertThat(seen.failed()).as(seen.toString()).isZero();
    }

    @Override
    public void close() {
        load.close();
        sandbox.close();
        forget();
    }

    /**
     * A record that a test leaves open would keep the tests after it waiting for a world that is gone. The controller knows
     * an open record though its files are deleted, so it is closed.
     */
    private static void forget() {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (jenkins == null) {
            return;
        }
        Path folder = jenkins.getRootDir().toPath().resolve("phased-cutover");
        FileJournal journal = new FileJournal(folder, Clock.systemUTC());
        boolean open = journal.find("orders").filter(JenkinsFixture::guarded).isPresent();
        if (open) {
            journal.save(journal.find("orders").orElseThrow().with(d -> d.state(CutoverState.CLOSED)));
        }
        delete(open ? folder.resolve("locks") : folder);
    }

    /** The controller guards it, or moves it. */
    private static boolean guarded(CutoverRecord record) {
        return record.state().open() || Guard.guards(record.state());
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            files.filter(Files::isRegularFile).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
