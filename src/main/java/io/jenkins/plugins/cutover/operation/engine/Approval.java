package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.Event;
import io.jenkins.plugins.cutover.model.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes down who let a cutover pass a gate, what was asked and which verdict was shown. A service that has no cutover,
 * or goes back, has nothing to be approved: that is answered, and is no failure.
 */
public final class Approval implements Operation {
    /** The kind of the event. */
    public static final String KIND = "gate";

    private static final int LONGEST = 300;

    private final RecordSession session;
    private final String service;
    private final String approver;
    private final String question;
    private final String verdict;

    /**
     * @param approver who said yes
     * @param question what was asked, one line
     * @param verdict what was shown with it; empty when there was none
     */
    public Approval(Context context, String service, String approver, String question, String verdict) {
        this.session = new RecordSession(context);
        this.service = service;
        this.approver = cut(approver);
        this.question = cut(question);
        this.verdict = cut(verdict);
    }

    /** They come from a pipeline, and a record is small. */
    private static String cut(String text) {
        return Text.oneLine(text, LONGEST);
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "approval";
    }

    @Override
    public Tick tick() {
        Optional<CutoverRecord> found = session.find(service).filter(Approval::approvable);
        found.ifPresent(this::write);
        return new Tick.Done(Map.of("service", service, "approver", approver, "recorded", found.isPresent()));
    }

    private static boolean approvable(CutoverRecord record) {
        return record.state() == CutoverState.COMPLETED
                || record.state().open() && !record.state().returning();
    }

    /** What was written before a crash is not written again. A finished cutover needs no lock to be written to. */
    private void write(CutoverRecord found) {
        CutoverRecord record = found.state().open() ? session.forward(service) : found;
        List<Event> history = record.history();
        boolean known = !history.isEmpty()
                && history.get(history.size() - 1).kind().equals(KIND)
                && history.get(history.size() - 1).text().equals(text());
        if (!known) {
            session.write(record.with(d -> d.event(session.event(KIND, text(), data()))));
        }
    }

    private String text() {
        return question + " Approved by " + approver + (verdict.isEmpty() ? "" : ", who was shown " + verdict);
    }

    private Map<String, Object> data() {
        Map<String, Object> data = new TreeMap<>(Map.of("approver", approver, "question", question));
        if (!verdict.isEmpty()) {
            data.put("verdict", verdict);
        }
        return data;
    }
}
