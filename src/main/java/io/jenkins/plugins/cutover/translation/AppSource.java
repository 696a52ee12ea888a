package io.jenkins.plugins.cutover.translation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One app of a document.
 *
 * @param id absolute
 * @param path its place in the document: {@code groups[0].apps[1]}; empty when the document is the app
 * @param grouped whether it has a group, to which a relative id belongs
 * @param groupDependencies absolute ids that its groups depend on
 */
record AppSource(String id, String path, JsonNode app, boolean grouped, List<String> groupDependencies) {}
