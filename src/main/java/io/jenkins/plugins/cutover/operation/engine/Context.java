package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.Owner;
import java.time.Clock;

/**
 * What operations work with.
 *
 * @param owner the owner that they work for
 */
public record Context(Journal journal, Locks locks, SystemClients clients, Clock clock, Owner owner) {}
