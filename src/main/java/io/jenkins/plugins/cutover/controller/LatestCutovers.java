package io.jenkins.plugins.cutover.controller;

import io.jenkins.plugins.cutover.journal.Journal;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jenkins.model.Jenkins;

/** The newest cutover of each service that the user may see, from one read of the journal. The getters are for Jelly. */
public final class LatestCutovers {
    private final List<CutoverView> open;
    private final List<CutoverView> finished;
    private final List<String> problems;

    private LatestCutovers(List<CutoverView> all, List<String> problems) {
        this.open = all.stream().filter(CutoverView::isOpen).toList();
        this.finished = all.stream().filter(v -> !v.isOpen()).toList();
        this.problems = problems;
    }

    /** A journal that does not respond is reported on the page. */
    static LatestCutovers of(Journal journal) {
        try {
            Journal.Contents contents = journal.contents();
            List<CutoverView> visible = contents.records().stream()
                    .sorted(Comparator.comparing(CutoverRecord::updatedAt).reversed())
                    .map(CutoverView::new)
                    .filter(CutoverView::visible)
                    .toList();
            // These lines name services and files that other users may not see.
            boolean all = Jenkins.get().hasPermission(CutoverPermissions.ROLLBACK);
            List<String> problems = new ArrayList<>(all ? contents.unreadable() : List.of());
            if (!contents.away().isEmpty()) {
                problems.remove(contents.away());
                problems.add(0, Messages.text("journal.away", contents.away()));
            }
            return new LatestCutovers(visible, problems);
        } catch (CutoverException away) {
            return new LatestCutovers(List.of(), List.of(Messages.text("journal.away", away.getMessage())));
        }
    }

    /** Open cutovers, the last changed first. */
    public List<CutoverView> getOpen() {
        return open;
    }

    public List<CutoverView> getFinished() {
        return finished;
    }

    /** One line for each reason that the page may be incomplete. */
    public List<String> getProblems() {
        return problems;
    }
}
