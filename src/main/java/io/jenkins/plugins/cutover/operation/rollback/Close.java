package io.jenkins.plugins.cutover.operation.rollback;

import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.operation.engine.Context;
import io.jenkins.plugins.cutover.operation.engine.Operation;
import io.jenkins.plugins.cutover.operation.engine.RecordSession;
import io.jenkins.plugins.cutover.operation.engine.Tick;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Ends a cutover that cannot be restored: its HAProxy instances are gone, for example. Nothing outside is changed. The
 * environment is free afterwards, and the service can be deployed again.
 */
public final class Close implements Operation {
    private final RecordSession session;
    private final String service;
    private final String because;

    /** @param because one sentence for the record */
    public Close(Context context, String service, String because) {
        this.session = new RecordSession(context);
        this.service = service;
        if (because.isBlank()) {
            throw new InvalidInputException("because: \"" + because + "\" is no reason; say why in one sentence");
        }
        this.because = because;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return "close";
    }

    @Override
    public Tick tick() {
        CutoverRecord record = session.read(service);
        if (!record.state().open()) {
            throw new InvalidInputException("service: the cutover of " + service + " is " + record.state()
                    + "; only an open one can be closed");
        }
        CutoverRecord closed = session.write(record.with(d -> d.state(CutoverState.CLOSED)
                .verify(null)
                .event(session.event(
                        "closed",
                        "closed by " + session.context().owner() + " as " + record.state() + ": " + because
                                + "; nothing outside was changed; last known: " + lastKnown(record)))));
        free(closed);
        Map<String, Object> result = new TreeMap<>();
        result.put("service", service);
        result.put("was", record.state().name());
        result.put("percent", record.share().percent());
        return new Tick.Done(result);
    }

    /** The owner of the lock for this service has nothing to move any more. */
    private void free(CutoverRecord closed) {
        String environment = closed.spec().environment();
        session.context()
                .locks()
                .holder(environment)
                .filter(holder -> holder.service().equals(service))
                .ifPresent(holder -> session.context().locks().release(environment, service, holder.owner()));
    }

    private static String lastKnown(CutoverRecord record) {
        String each = record.confirmed().entrySet().stream()
                .map(e -> e.getKey() + " EKS "
                        + (e.getValue().share() == null
                                ? "unknown"
                                : e.getValue().share())
                        + (e.getValue().problem().isEmpty()
                                ? ""
                                : " (" + e.getValue().problem() + ")"))
                .collect(Collectors.joining(", "));
        return each.isEmpty() ? "no instance was changed" : each;
    }
}
