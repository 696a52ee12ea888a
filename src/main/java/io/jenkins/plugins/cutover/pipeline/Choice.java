package io.jenkins.plugins.cutover.pipeline;

import hudson.util.ListBoxModel;
import io.jenkins.plugins.cutover.controller.Messages;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step's argument that takes one of a few words, and its drop-down in the snippet generator. The first word is the
 * default.
 *
 * @param argument the argument's name, for messages
 * @param texts prefix of the keys in {@code Messages.properties}; the key of a word is {@code texts.word}
 */
record Choice<T>(String argument, String texts, Map<String, T> values) {
    static <T> Choice<T> of(String argument, String texts) {
        return new Choice<>(argument, texts, Map.of());
    }

    Choice<T> with(String word, T value) {
        Map<String, T> more = new LinkedHashMap<>(values);
        more.put(word, value);
        return new Choice<>(argument, texts, more);
    }

    /**
     * @param word null for the default
     * @throws InvalidInputException naming the valid words
     */
    T parse(String word) {
        List<String> words = new ArrayList<>(values.keySet());
        T found = values.get(word == null ? words.get(0) : word);
        if (found == null) {
            String last = words.remove(words.size() - 1);
            throw new InvalidInputException(
                    argument + ": \"" + word + "\" is not " + String.join(", ", words) + " or " + last);
        }
        return found;
    }

    ListBoxModel items() {
        ListBoxModel items = new ListBoxModel();
        values.keySet().forEach(word -> items.add(Messages.text(texts + "." + word), word));
        return items;
    }
}
