package io.jenkins.plugins.cutover.operation.engine;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.cutover.eks.access.ClusterAccess;
import io.jenkins.plugins.cutover.eks.access.NoClientException;
import io.jenkins.plugins.cutover.journal.ApiServerClient;
import io.jenkins.plugins.cutover.journal.BufferedJournal;
import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.JournalUnavailableException;
import io.jenkins.plugins.cutover.journal.KubernetesJournal;
import io.jenkins.plugins.cutover.journal.KubernetesLocks;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.journal.MirroredJournal;
import io.jenkins.plugins.cutover.journal.OwnerLiveness;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.JournalAddress;
import io.jenkins.plugins.cutover.model.Secrets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The records and the locks of one address. Keep it: the locks remember how long they have seen each lease. */
public record Stores(Journal journal, Locks locks) {

    /** How long a cluster that did not answer is not asked again: each request costs its whole deadline. */
    private static final Duration AWAY = Duration.ofSeconds(5);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int OTHER = 1;

    /**
     * @param liveness which owners are known to have ended
     * @param copies a folder of this machine for copies of what is kept in a cluster
     */
    public static Stores open(
            JournalAddress address, Secrets secrets, Clock clock, OwnerLiveness liveness, Path copies) {
        if (address instanceof JournalAddress.Namespace in) {
            ApiServerClient cluster = cluster(new ClusterAccess(in.access(), secrets, clock));
            Journal mirrored = new MirroredJournal(
                    new KubernetesJournal(cluster, in.namespace(), clock), LocalCopyFolders.of(copies, in), clock);
            return new Stores(
                    new BufferedJournal(mirrored, in.observations(), clock),
                    new KubernetesLocks(cluster, in.namespace(), clock, liveness));
        }
        JournalAddress.Folder folder = (JournalAddress.Folder) address;
        return new Stores(
                new BufferedJournal(new FileJournal(folder.path(), clock), folder.observations(), clock),
                new FileLocks(folder.path(), clock, liveness));
    }

    /** For a process that only guards; see {@link BufferedJournal#withoutRestoring}. */
    public Stores withoutRestoring() {
        return journal instanceof BufferedJournal buffered ? new Stores(buffered.withoutRestoring(), locks) : this;
    }

    static ApiServerClient cluster(ClusterAccess access) {
        AtomicReference<Away> away = new AtomicReference<>();
        return new ApiServerClient() {
            @Override
            public <T> T ask(String what, Function<KubernetesClient, T> work) {
                Away last = away.get();
                if (last != null && System.nanoTime() - last.since() < AWAY.toNanos()) {
                    throw new JournalUnavailableException(last.why().getMessage(), last.why());
                }
                try {
                    T answer = access.ask(what, work);
                    away.set(null);
                    return answer;
                } catch (CutoverException e) {
                    if (refused(e)) {
                        throw JournalUnavailableException.refused(e);
                    }
                    if (!unanswered(e)) {
                        throw e;
                    }
                    away.set(new Away(e, System.nanoTime()));
                    throw new JournalUnavailableException(e.getMessage(), e);
                }
            }
        };
    }

    private record Away(CutoverException why, long since) {}

    private static boolean unanswered(CutoverException e) {
        return e instanceof NoClientException n && !n.refused()
                || code(e) <= 0
                || code(e) == TOO_MANY
                || code(e) >= SERVER_ERROR;
    }

    /** Credentials expire and permissions are revoked during a cutover; a rollback must not depend on that. */
    private static boolean refused(CutoverException e) {
        return e instanceof NoClientException n && n.refused() || code(e) == UNAUTHORIZED || code(e) == FORBIDDEN;
    }

    /** The HTTP status of the API server, 0 or less for no answer; {@link #OTHER} for any other failure. */
    private static int code(CutoverException e) {
        return e.getCause() instanceof KubernetesClientException k ? k.getCode() : OTHER;
    }
}
