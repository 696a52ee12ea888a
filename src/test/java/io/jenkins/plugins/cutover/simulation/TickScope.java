package io.jenkins.plugins.cutover.simulation;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a tick did, and which faults and outside changes occurred while it ran. */
public final class TickScope {
    private final Actor actor;
    private final Operation operation;
    private final Set<String> silent = new HashSet<>();
    private final Set<String> disturbed = new HashSet<>();
    private final List<DesiredTraffic> applied = new ArrayList<>();
    private final List<CutoverRecord> written = new ArrayList<>();
    private final CutoverRecord before;
    private Set<String> unconfirmed = Set.of();
    private boolean paused;
    private boolean unwritten;
    private boolean lockLost;

    TickScope(Actor actor, Operation operation, CutoverRecord before) {
        this.before = before;
        this.actor = actor;
        this.operation = operation;
    }

    public Actor actor() {
        return actor;
    }

    /** The record when it began; null when there was none. */
    public CutoverRecord before() {
        return before;
    }

    public Operation operation() {
        return operation;
    }

    /** Instances and systems that did not answer every request of this tick. */
    public Set<String> silent() {
        return silent;
    }

    /** Instances that did not confirm their last command. */
    public Set<String> unconfirmed() {
        return unconfirmed;
    }

    void unconfirmed(Set<String> instances) {
        unconfirmed = instances;
    }

    /** Instances that changed from outside meanwhile. */
    public Set<String> disturbed() {
        return disturbed;
    }

    /** The targets that it set. */
    public List<DesiredTraffic> applied() {
        return applied;
    }

    /** The records that it wrote. */
    public List<CutoverRecord> written() {
        return written;
    }

    public boolean paused() {
        return paused;
    }

    void pause() {
        paused = true;
    }

    /** Whether a write failed. */
    public boolean isUnwritten() {
        return unwritten;
    }

    void unwritten() {
        unwritten = true;
    }

    /** Whether the lock was deleted while it ran. */
    public boolean isLockLost() {
        return lockLost;
    }

    void lockLost() {
        lockLost = true;
    }

    public boolean clean(String instance) {
        return !silent.contains(instance) && !disturbed.contains(instance);
    }
}
