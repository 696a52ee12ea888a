package io.jenkins.plugins.cutover.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** The one way this project reads YAML files of users: a key that occurs twice is refused. */
final class Yaml {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private Yaml() {}

    /** Shared and thread-safe; do not configure it. */
    static ObjectMapper mapper() {
        return MAPPER;
    }
}
