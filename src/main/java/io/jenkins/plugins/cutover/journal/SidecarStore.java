package io.jenkins.plugins.cutover.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.cutover.journal.Shelves.Shelf;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.SecretContent;
import java.io.IOException;
import java.util.Optional;

/**
 * The secret content that is stored separately from a record, and added when the record is read. If it is damaged, it
 * counts as lost: the record is still usable, and only an app that was deleted cannot be restored without it.
 */
final class SidecarStore {
    private SidecarStore() {}

    static CutoverRecord withSecretContent(Shelves store, CutoverRecord record) {
        Optional<SecretContent> sealed = record.sealed().filter(s -> !s.atHand());
        return sealed.isEmpty()
                ? record
                : record.withSecretContent(
                        content(store, record.service(), sealed.get().id()));
    }

    private static JsonNode content(Shelves store, String service, String id) {
        try {
            Optional<byte[]> content = store.get(Shelf.SEALED, id);
            if (content.isEmpty()) {
                return MissingNode.getInstance();
            }
            JsonNode tree = Json.mapper().readTree(content.get());
            if (tree.isObject()) {
                return tree;
            }
            throw new IOException("it is empty or cannot be unpacked");
        } catch (IOException e) {
            // Without the message of the parser: it quotes the text, which may be a password.
            String why = e instanceof com.fasterxml.jackson.core.JsonProcessingException
                    ? "it is not whole"
                    : FileErrors.said(e);
            FileErrors.once(
                    SidecarStore.class,
                    store.where(Shelf.SEALED, id) + ": the recorded Marathon definition of " + service
                            + " cannot be read, it was left as it is: " + why);
            return MissingNode.getInstance();
        }
    }
}
