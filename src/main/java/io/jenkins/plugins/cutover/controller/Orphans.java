package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.journal.Locks;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Owner;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Looks after open cutovers between their steps: renews the environment's lease while their build lives (it may wait
 * for a person for hours), and finds those whose build died before it could bring the service back.
 *
 * @param bringBack called for each orphan at each look; must not begin what it has already begun
 */
record Orphans(Journal journal, Locks locks, Function<Owner, Fate> fates, Consumer<CutoverRecord> bringBack) {

    void look() {
        for (CutoverRecord record : journal.all()) {
            if (record.state().open()) {
                look(record);
            }
        }
    }

    private void look(CutoverRecord record) {
        Fate fate = fates.apply(record.owner());
        if (fate == Fate.ALIVE) {
            renew(record);
        } else if (fate == Fate.DEAD || (fate == Fate.LEFT && record.state().returning())) {
            bringBack.accept(record);
        }
    }

    /** Never takes what somebody else holds. */
    private void renew(CutoverRecord record) {
        String environment = record.spec().environment();
        boolean held = locks.holder(environment)
                .filter(h -> h.owner().equals(record.owner()))
                .isPresent();
        if (held) {
            locks.take(environment, record.service(), record.owner());
        }
    }
}
