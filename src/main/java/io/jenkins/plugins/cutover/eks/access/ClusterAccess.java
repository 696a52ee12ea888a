package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.cutover.eks.aws.EksAccess;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * One cluster, asked again and again: its client is kept for a few minutes, for a connection made anew costs more than
 * the question, and no longer, for tokens end and credentials change.
 */
public final class ClusterAccess {
    private static final Duration KEPT = Duration.ofMinutes(3);
    private static final int UNAUTHORIZED = 401;

    private final EksSpec.Access access;
    private final Secrets secrets;
    private final Clock clock;
    private final ClientFactory clients;
    private Held held;

    public ClusterAccess(EksSpec.Access access, Secrets secrets, Clock clock) {
        this(access, secrets, clock, new EksAccess(clock));
    }

    /** @param aws tells where a cluster of Amazon EKS is, and signs its tokens */
    public ClusterAccess(EksSpec.Access access, Secrets secrets, Clock clock, EksAccess aws) {
        this.access = access;
        this.secrets = secrets;
        this.clock = clock;
        this.clients = new ClientFactory(aws);
    }

    /**
     * @throws NoClientException when AWS does not tell where the server is, or who asks
     * @throws CutoverException of one line when the server cannot be asked or refuses
     */
    public <T> T ask(String what, Function<KubernetesClient, T> work) {
        try {
            return once(what, work);
        } catch (CutoverException e) {
            boolean expired = e.getCause() instanceof KubernetesClientException k && k.getCode() == UNAUTHORIZED;
            if (!expired) {
                throw e;
            }
            forget();
            return once(what, work);
        }
    }

    private <T> T once(String what, Function<KubernetesClient, T> work) {
        Held mine = borrow();
        try {
            return mine.errors.translating(what, () -> work.apply(mine.client));
        } finally {
            giveBack(mine);
        }
    }

    private synchronized Held borrow() {
        if (held == null || held.until.isBefore(clock.instant())) {
            forget();
            held = new Held(open(), clock.instant().plus(KEPT));
        }
        held.users++;
        return held;
    }

    private KubernetesClient open() {
        try {
            return clients.open(access, secrets);
        } catch (InvalidInputException e) {
            throw e;
        } catch (CutoverException e) {
            throw new NoClientException(e);
        }
    }

    private synchronized void giveBack(Held used) {
        used.users--;
        if (used != held && used.users == 0) {
            used.client.close();
        }
    }

    private synchronized void forget() {
        if (held != null && held.users == 0) {
            held.client.close();
        }
        held = null;
    }

    /** A client that is closed by its last user once it is no longer the kept one. */
    private static final class Held {
        private final KubernetesClient client;
        private final ApiErrors errors;
        private final Instant until;
        private int users;

        Held(KubernetesClient client, Instant until) {
            this.client = client;
            this.errors = new ApiErrors(client.getMasterUrl().toString());
            this.until = until;
        }
    }
}
