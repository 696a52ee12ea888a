package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.journal.OwnerLiveness;
import io.jenkins.plugins.cutover.model.JournalAddress;
import io.jenkins.plugins.cutover.model.Owner;
import io.jenkins.plugins.cutover.operation.engine.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * The journal and locks that the configuration names. They are kept until the configuration changes, because locks measure
 * how long another owner's lease has not been renewed.
 */
final class ConfiguredStores {
    private final Clock clock;
    private final CutoverCounters counters;
    private JournalAddress address;
    private Stores stores;

    /** @param counters counts every record that is read or written */
    ConfiguredStores(Clock clock, CutoverCounters counters) {
        this.clock = clock;
        this.counters = counters;
    }

    synchronized Stores get() {
        JournalAddress named =
                PhasedCutoverConfiguration.get().journalAddress().orElseGet(() -> new JournalAddress.Folder(folder()));
        if (!named.equals(address)) {
            Stores opened = Stores.open(
                    named,
                    new JenkinsSecrets(null),
                    clock,
                    OwnerLiveness.processes().or(ConfiguredStores::finished),
                    folder().resolve("copies"));
            stores = new Stores(new CountingJournal(opened.journal(), counters), opened.locks());
            address = named;
        }
        return stores;
    }

    private static Path folder() {
        return Jenkins.get().getRootDir().toPath().resolve("phased-cutover");
    }

    private static Optional<String> finished(Owner owner) {
        BuildStatus buildStatus = BuildStatus.of(owner);
        return buildStatus == BuildStatus.DEAD || buildStatus == BuildStatus.LEFT
                ? Optional.of("its build has finished")
                : Optional.empty();
    }
}
