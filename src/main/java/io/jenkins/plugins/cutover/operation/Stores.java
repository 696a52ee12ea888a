package io.jenkins.plugins.cutover.operation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.eks.ClusterAccess;
import io.jenkins.plugins.cutover.journal.Cluster;
import io.jenkins.plugins.cutover.journal.FileJournal;
import io.jenkins.plugins.cutover.journal.FileLocks;
import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.KubernetesJournal;
import io.jenkins.plugins.cutover.journal.KubernetesLocks;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.journal.Obituary;
import io.jenkins.plugins.cutover.model.JournalAddress;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;
import java.util.function.Function;

/** The records and the locks of one address. Keep it: locks remember how long they have seen others' leases. */
public record Stores(Journal journal, Locks locks) {

    /** @param obituary which owners are known to be gone */
    public static Stores open(JournalAddress address, Secrets secrets, Clock clock, Obituary obituary) {
        if (address instanceof JournalAddress.Namespace in) {
            Cluster cluster = cluster(new ClusterAccess(in.access(), secrets, clock));
            return new Stores(
                    new KubernetesJournal(cluster, in.namespace(), clock),
                    new KubernetesLocks(cluster, in.namespace(), clock, obituary));
        }
        JournalAddress.Folder folder = (JournalAddress.Folder) address;
        return new Stores(new FileJournal(folder.path(), clock), new FileLocks(folder.path(), clock, obituary));
    }

    private static Cluster cluster(ClusterAccess access) {
        return new Cluster() {
            @Override
            public <T> T ask(String what, Function<KubernetesClient, T> work) {
                return access.ask(what, work);
            }
        };
    }
}
