package io.jenkins.plugins.cutover.sandbox;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.Secrets;
import io.jenkins.plugins.cutover.sandbox.cluster.Faults;
import io.jenkins.plugins.cutover.sandbox.cluster.SandboxPod;
import java.util.List;

/** A cluster on this machine whose pods are real servers on loopback addresses: the sandbox's own, or a real one. */
public interface LocalCluster extends AutoCloseable {
    /** To put in a spec. */
    EksSpec.Access access();

    /** Holds what {@link #access} names. */
    Secrets secrets();

    /** A client of another user: its field manager is {@code somebody-else}. */
    KubernetesClient client();

    /** All pods that the node runs. */
    List<SandboxPod> pods();

    Faults faults();

    /** @param pods how many the namespace may have from now on */
    void quota(String namespace, int pods);

    /** Every server dies at once; the pods are not ready, in CrashLoopBackOff, and stay so until {@link #recover}. */
    void crashAllPods();

    /** @param reason of the container's end, for example {@code OOMKilled}; it is started anew after a while */
    void crashPod(String name, String reason);

    void recover();

    @Override
    void close();
}
