package io.jenkins.plugins.cutover.eks;

import io.jenkins.plugins.cutover.eks.apply.ApplyResult;
import io.jenkins.plugins.cutover.eks.manifests.Manifests;
import io.jenkins.plugins.cutover.eks.rollout.PodSignals;
import io.jenkins.plugins.cutover.eks.rollout.RolloutStatus;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.Finding;
import java.util.List;

/**
 * The door to one service on Kubernetes. Every method is one bounded round of I/O (a request takes 10 s at most) and
 * throws a {@link CutoverException} of one line: an unreachable server, a refused credential, a missing permission by
 * verb, resource and namespace. Open one for a round of work and close it: a token on EKS lasts 15 minutes, so none
 * may be kept through a cutover.
 */
public interface Eks extends AutoCloseable {

    /** Opens the cluster of a service. Opening reads the credential but does not connect. */
    @FunctionalInterface
    interface Door {
        /** @throws CutoverException naming the credential, the file or the field that cannot be used */
        Eks open(EksSpec spec);
    }

    /** What stands in the way of any Deployment: the namespace, each missing permission. Nothing is changed. */
    List<Finding> preflight();

    /**
     * What stands in the way of these manifests: as {@link #preflight()}, for the kinds that they hold, and a StatefulSet
     * whose pods would not all be replaced.
     */
    List<Finding> preflight(Manifests manifests);

    /**
     * Applies the manifests in order, server-side where the server can, under the manager {@code phased-cutover}.
     * Idempotent. A dry run asks the server for the outcome of each and stores nothing.
     *
     * @throws CutoverException naming the object, the field and the manager that owns it on a conflict, or the
     *     server's own words on a refusal; objects before it in the list stay applied
     */
    ApplyResult apply(Manifests manifests, boolean dryRun);

    /** How far the newest revision of the Deployment or StatefulSet has come. */
    RolloutStatus rollout();

    /** The addresses of the pods that are ready now, with the spec's port, sorted; empty when there are none. */
    List<Endpoint> endpoints();

    /**
     * Asks pods the service's own request, past HAProxy and the cluster's own proxies. Ends within two seconds and one
     * time-out of the spec's {@code smoke}, which must be there.
     *
     * @param most requests to each pod, one after another
     */
    Smoke smoke(List<Endpoint> pods, int most);

    /**
     * What a round of smoke requests found.
     *
     * @param answers good ones in a row that every pod gave
     * @param failures a line for each pod that did not answer with a status of 200 to 399; it was not asked on
     */
    record Smoke(int answers, List<String> failures) {}

    /** The state of the service's pods now, to be compared with an earlier one. */
    PodSignals signals();

    /** @return the number of replicas asked for; -1 when there is neither a Deployment nor a StatefulSet */
    int replicas();

    /** @param replicas 0 or more; does not wait. Where nothing is there, 0 is nothing to do, and more an error. */
    void scale(int replicas);

    /** @return the latest revision that has a ready pod: what to come back to; 0 for none */
    long serving();

    /**
     * Puts an earlier revision's pod template back, as {@code kubectl rollout undo} does. The pods of it that still run are
     * kept. What else was applied, a ConfigMap for one, stays as it is.
     *
     * @param revision as {@link #serving} told before the rollout; put back, it gets a new number
     * @return false when the cluster keeps no such revision any more, and then nothing was changed
     */
    boolean undoRollout(long revision);

    /**
     * Deletes what an apply made: those of the manifests that this project's manager owns, last first, in the
     * background. What is not there counts as deleted. The claims of a StatefulSet's pods, and the data in them, stay.
     *
     * @return what was deleted, as {@code Kind/name}
     */
    List<String> delete(Manifests manifests);

    @Override
    void close();
}
