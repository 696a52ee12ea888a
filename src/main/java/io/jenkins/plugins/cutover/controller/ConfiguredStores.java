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
 * The records and locks that the configuration names, kept while it names them: locks remember how long they have seen
 * others' leases unrenewed.
 */
final class ConfiguredStores {
    private final Clock clock;
    private final CutoverCounters counters;
    private JournalAddress address;
    private Stores stores;

    /** @param counters told of what passes through the records */
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
