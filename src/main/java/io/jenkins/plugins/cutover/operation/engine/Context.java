package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.Owner;
import java.time.Clock;

/**
 * What operations work with.
 *
 * @param owner the owner that they work for
 * @param files the service files as they are now
 */
public record Context(
        Journal journal, Locks locks, SystemClients clients, Clock clock, Owner owner, ServiceFiles files) {
    /** With no other file than the one in the record. */
    public Context(Journal journal, Locks locks, SystemClients clients, Clock clock, Owner owner) {
        this(journal, locks, clients, clock, owner, ServiceFiles.NONE);
    }

    public Context with(Journal other) {
        return new Context(other, locks, clients, clock, owner, files);
    }

    public Context with(ServiceFiles current) {
        return new Context(journal, locks, clients, clock, owner, current);
    }
}
