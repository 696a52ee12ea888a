package io.jenkins.plugins.cutover.eks.access;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.cutover.aws.EksClusters;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.InvalidInputException;
import io.jenkins.plugins.cutover.model.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * Requests to one cluster with a cached client. The client is kept for three minutes: a new connection costs more than a
 * request, but tokens expire and credentials change.
 */
public final class ClusterAccess {
    private static final Duration CLIENT_LIFETIME = Duration.ofMinutes(3);
    private static final int UNAUTHORIZED = 401;

    private final EksSpec.Access access;
    private final Secrets secrets;
    private final Clock clock;
    private final ClientFactory clients;
    private CachedClient cached;

    public ClusterAccess(EksSpec.Access access, Secrets secrets, Clock clock) {
        this(access, secrets, clock, new EksClusters(clock));
    }

    /** @param aws finds the addresses of Amazon EKS clusters and signs their tokens */
    public ClusterAccess(EksSpec.Access access, Secrets secrets, Clock clock, EksClusters aws) {
        this.access = access;
        this.secrets = secrets;
        this.clock = clock;
        this.clients = new ClientFactory(aws);
    }

    /**
     * Runs requests with the cached client, and once more with a new one when the credential was refused.
     *
     * @param what names the requests in a message
     * @throws NoClientException when AWS does not give the server's address or a token
     * @throws CutoverException of one line when the server does not answer or refuses
     */
    public <T> T ask(String what, Function<KubernetesClient, T> work) {
        try {
            return askOnce(what, work);
        } catch (CutoverException e) {
            boolean expired = e.getCause() instanceof KubernetesClientException k && k.getCode() == UNAUTHORIZED;
            if (!expired) {
                throw e;
            }
            discard();
            return askOnce(what, work);
        }
    }

    private <T> T askOnce(String what, Function<KubernetesClient, T> work) {
        CachedClient client = acquire();
        try {
            return client.errors.call(what, () -> work.apply(client.client));
        } finally {
            release(client);
        }
    }

    private synchronized CachedClient acquire() {
        if (cached == null || cached.until.isBefore(clock.instant())) {
            discard();
            KubernetesClient client = open();
            cached = new CachedClient(client, clock.instant().plus(CLIENT_LIFETIME), () -> clients.refused(client));
        }
        cached.users++;
        return cached;
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

    private synchronized void release(CachedClient used) {
        used.users--;
        if (used != cached && used.users == 0) {
            used.client.close();
        }
    }

    private synchronized void discard() {
        if (cached != null && cached.users == 0) {
            cached.client.close();
        }
        cached = null;
    }

    /** A client with its users; the last user closes it once it is no longer cached. */
    private static final class CachedClient {
        private final KubernetesClient client;
        private final ApiErrors errors;
        private final Instant until;
        private int users;

        CachedClient(KubernetesClient client, Instant until, Runnable refused) {
            this.client = client;
            this.errors = new ApiErrors(client.getMasterUrl().toString(), refused);
            this.until = until;
        }
    }
}
