package io.jenkins.plugins.cutover.simulation.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.world.MarathonModel;

/** No message and no history contains a value of the app's environment. */
final class Rule10SecretsStaySecret extends Rule {
    Rule10SecretsStaySecret(SimulatedCutover cutover) {
        super(cutover);
    }

    @Override
    public void said(String text) {
        check("said", !text.contains(MarathonModel.SECRET), () -> "said: " + text);
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        int known = before == null
                ? 0
                : Math.min(before.history().size(), after.history().size());
        after.history().stream().skip(known).forEach(e -> said(e.toString()));
    }

    @Override
    public void over(String service) {
        cutover().journal().find(service).ifPresent(record -> {
            try {
                said(Json.mapper().writeValueAsString(record));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        });
    }
}
