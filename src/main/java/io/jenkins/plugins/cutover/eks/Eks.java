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
 * One service on Kubernetes. Every method is one bounded round of I/O (a request takes 10 s at most) and throws a
 * {@link CutoverException} of one line: an unreachable server, a refused credential, a missing permission by verb,
 * resource and namespace. Open one for a round of work and close it: a token on EKS lasts 15 minutes, too short for a
 * whole cutover.
 */
public interface Eks extends AutoCloseable {

    /** Opens the cluster of a service. Opening reads the credential but does not connect. */
    @FunctionalInterface
    interface Factory {
        /** @throws CutoverException naming the credential, the file or the field that cannot be used */
        Eks open(EksSpec spec);
    }

    /** What would prevent any deployment: a missing namespace, each missing permission. Changes nothing. */
    List<Finding> preflight();

    /**
     * What would prevent a deployment of these manifests: as {@link #preflight()}, for the kinds that they contain, and a
     * StatefulSet whose pods would not all be replaced.
     */
    List<Finding> preflight(Manifests manifests);

    /**
     * Applies the manifests in order, server-side where the server can, under the manager {@code phased-cutover}.
     * Idempotent. A dry run asks the server for the result of each and stores nothing.
     *
     * @throws CutoverException naming the object, the field and the manager that owns it on a conflict, or the
     *     server's own message on a refusal; earlier objects of the list stay applied
     */
    ApplyResult apply(Manifests manifests, boolean dryRun);

    /** The progress of the newest revision of the Deployment or StatefulSet. */
    RolloutStatus rollout();

    /** The addresses of the pods that are ready now, with the spec's port, sorted; empty when no pod is ready. */
    List<Endpoint> endpoints();

    /**
     * Sends the service's smoke request to pods directly, past HAProxy and the cluster's own proxies. Ends within two
     * seconds plus one time-out of the spec's {@code smoke}, which must be present.
     *
     * @param most the maximum number of requests to each pod, one after another
     */
    Smoke smoke(List<Endpoint> pods, int most);

    /**
     * The result of a round of smoke requests.
     *
     * @param answers how many good answers in a row every pod gave
     * @param failures a line for each pod that did not answer with a status of 200 to 399; it got no further request
     */
    record Smoke(int answers, List<String> failures) {}

    /** The state of the service's pods now; compare it with an earlier one by {@link PodSignals#since}. */
    PodSignals signals();

    /** @return the desired number of replicas; -1 when there is neither a Deployment nor a StatefulSet */
    int replicas();

    /**
     * Sets the number of replicas and does not wait.
     *
     * @param replicas 0 or more; without a workload, 0 does nothing and more is an error
     */
    void scale(int replicas);

    /** @return the latest revision that has a ready pod, for a later {@link #undoRollout}; 0 for none */
    long serving();

    /**
     * Restores an earlier revision's pod template, as {@code kubectl rollout undo} does. Pods of that revision that still
     * run are kept. Other applied objects, such as a ConfigMap, stay as they are.
     *
     * @param revision as {@link #serving} returned before the rollout; restoring it creates a new revision number
     * @return false when the cluster no longer keeps that revision; nothing was changed then
     */
    boolean undoRollout(long revision);

    /**
     * Deletes the objects of the manifests that this project's field manager owns, in reverse order, in the background.
     * Missing objects are skipped. The claims of a StatefulSet's pods, and the data in them, stay.
     *
     * @return what was deleted, as {@code Kind/name}
     */
    List<String> delete(Manifests manifests);

    @Override
    void close();
}
