package io.jenkins.plugins.cutover.simulation.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.simulation.SimulatedCutover;
import io.jenkins.plugins.cutover.simulation.world.MarathonModel;

/** What stands in the app's environment is in nothing that is said, and in no record. */
final class Rule10SecretsStaySecret extends Rule {
    Rule10SecretsStaySecret(SimulatedCutover scene) {
        super(scene);
    }

    @Override
    public void said(String text) {
        check("said", !text.contains(MarathonModel.SECRET), () -> "said: " + text);
    }

    @Override
    public void written(CutoverRecord before, CutoverRecord after) {
        int told = before == null
                ? 0
                : Math.min(before.history().size(), after.history().size());
        after.history().stream().skip(told).forEach(e -> said(e.toString()));
    }

    @Override
    public void over(String service) {
        scene().journal().find(service).ifPresent(record -> {
            try {
                said(Json.mapper().writeValueAsString(record));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        });
    }
}
