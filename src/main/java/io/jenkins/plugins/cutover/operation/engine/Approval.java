package io.jenkins.plugins.cutover.operation.engine;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.GateApproval;
import io.jenkins.plugins.cutover.model.Text;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Records who let a cutover pass a gate, the question, and the verdict that was shown. A service without a cutover, or
 * with one that is rolled back, has nothing to approve: the result says so, and the operation does not fail.
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
     * @param approver the person who approved
     * @param question one line
     * @param verdict what was shown with the question; empty when there was none
     */
    public Approval(Context context, String service, String approver, String question, String verdict) {
        this.session = new RecordSession(context);
        this.service = service;
        this.approver = cut(approver);
        this.question = cut(question);
        this.verdict = cut(verdict);
    }

    /** The texts come from a pipeline, and a record must stay small. */
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

    /** What was written before a crash is not written again. A completed cutover needs no lock to be written to. */
    private void write(CutoverRecord found) {
        CutoverRecord record = found.state().open() ? session.forward(service) : found;
        GateApproval now = new GateApproval(session.now(), approver, question, verdict, true);
        if (!recorded(record, now)) {
            session.write(record.with(
                    d -> d.event(session.event(KIND, text(), data())).reported(said -> said.withApproval(now))));
        }
    }

    /** The same answer after anything else was reported belongs to another gate, or was asked again. */
    private static boolean recorded(CutoverRecord record, GateApproval now) {
        GateApproval last = record.reported().approval();
        return last != null && last.latest() && last.sameAnswer(now);
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
