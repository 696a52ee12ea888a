package io.jenkins.plugins.cutover.operation.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.cutover.capacity.Demand;
import io.jenkins.plugins.cutover.capacity.MoveOrder;
import io.jenkins.plugins.cutover.capacity.MoveOrder.Candidate;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.NodeType;
import io.jenkins.plugins.cutover.model.PriceTable;
import io.jenkins.plugins.cutover.operation.deploy.ServiceDemand;
import io.jenkins.plugins.cutover.translation.Loss.Severity;
import io.jenkins.plugins.cutover.translation.MarathonApp;
import io.jenkins.plugins.cutover.translation.Translation;
import io.jenkins.plugins.cutover.translation.TranslationSettings;
import io.jenkins.plugins.cutover.translation.Translator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The whole of a Marathon on its way to EKS: what each service asks for on both sides, what it costs, and a proposed
 * order. Nothing is asked of a cluster: the manifests are those of the translation.
 *
 * @param services in the proposed order
 * @param cost of all of them together; null without a price table
 */
public record Migration(List<Service> services, Cost cost) {
    /** What a blocker weighs against something to review, and a service that depends on this one. */
    private static final int BLOCKER = 10;

    private static final int DEPENDENT = 3;

    /**
     * @param needs the services that it depends on
     * @param early those of them that cross later all the same, since they depend on it too
     * @param dependents how many services depend on it
     * @param risk 10 for each blocker, 3 for each dependent, 1 for each loss to review
     * @param cost by itself; null without a price table
     */
    public record Service(
            String id,
            Demand mesos,
            Demand eks,
            List<String> needs,
            List<String> early,
            int dependents,
            int blockers,
            int reviews,
            int risk,
            Cost cost) {}

    /** @throws InvalidInputException for a document that Marathon itself would refuse */
    public static Migration of(JsonNode document, PriceTable prices, NodeType node) {
        Map<String, Translation> apps = Translator.translateAll(document, TranslationSettings.in("")).stream()
                .collect(Collectors.toMap(Translation::id, Function.identity(), Migration::once));
        Map<String, MarathonApp> sources = new HashMap<>();
        MarathonApp.all(document).forEach(app -> sources.put(app.id(), app));
        List<Candidate> candidates = candidates(apps, sources);
        Map<String, Integer> dependents = MoveOrder.dependents(candidates);
        List<Service> services = new ArrayList<>();
        for (MoveOrder.Move move : MoveOrder.of(candidates)) {
            String id = move.candidate().id();
            Demand mesos = ServiceDemand.mesos(sources.get(id));
            Demand eks = eks(apps.get(id), mesos);
            services.add(new Service(
                    id,
                    mesos,
                    eks,
                    move.needs(),
                    move.early(),
                    dependents.get(id),
                    apps.get(id).blockers().size(),
                    reviews(apps.get(id)),
                    move.candidate().risk(),
                    prices == null ? null : Cost.of(List.of(mesos), List.of(eks), prices, node)));
        }
        Cost all = prices == null
                ? null
                : Cost.of(
                        services.stream().map(Service::mesos).toList(),
                        services.stream().map(Service::eks).toList(),
                        prices,
                        node);
        return new Migration(services, all);
    }

    private static Translation once(Translation first, Translation second) {
        throw new InvalidInputException("the app " + first.id() + " is there twice");
    }

    private static List<Candidate> candidates(Map<String, Translation> apps, Map<String, MarathonApp> sources) {
        List<Candidate> bare = apps.keySet().stream()
                .map(id -> new Candidate(id, sources.get(id).dependencies(), 0))
                .toList();
        Map<String, Integer> dependents = MoveOrder.dependents(bare);
        return bare.stream()
                .map(c -> new Candidate(
                        c.id(),
                        c.dependsOn(),
                        BLOCKER * apps.get(c.id()).blockers().size()
                                + DEPENDENT * dependents.get(c.id())
                                + reviews(apps.get(c.id()))))
                .toList();
    }

    private static int reviews(Translation app) {
        return (int) app.losses().stream()
                .filter(l -> l.severity() == Severity.REVIEW)
                .count();
    }

    private static Demand eks(Translation app, Demand mesos) {
        return ServiceDemand.eks(Manifests.of(app.manifests()), app.name(), mesos);
    }
}
