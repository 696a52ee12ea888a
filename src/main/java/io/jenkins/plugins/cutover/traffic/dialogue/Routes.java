package io.jenkins.plugins.cutover.traffic.dialogue;

import io.jenkins.plugins.cutover.traffic.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Bounds the number of routes: a label made of a path has as many values as clients send. */
final class Routes {
    /** Different routes of a reading. A constant of this project: the judge keeps a state for each. */
    static final int MOST = 32;

    /** The label of the rest. */
    static final String OTHER = "other";

    private Routes() {}

    /** The same answers; only the routes with the most answers keep their label. */
    static List<Answer> bounded(List<Answer> answers) {
        Map<String, Long> counts =
                answers.stream().collect(Collectors.groupingBy(Answer::route, Collectors.counting()));
        if (counts.size() <= MOST) {
            return answers;
        }
        Set<String> kept = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Function<Answer, Answer> label = a -> kept.contains(a.route()) ? a : a.withRoute(OTHER);
        return answers.stream().map(label).toList();
    }
}
