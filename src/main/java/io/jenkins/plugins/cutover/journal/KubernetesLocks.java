package io.jenkins.plugins.cutover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Owner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** One Lease an environment, next to the records of a {@link KubernetesJournal}. Keep the instance: it observes leases. */
public final class KubernetesLocks implements Locks {
    /** The complete holder. The fields of the Lease itself are for other tools. */
    private static final String HOLDER = "phased-cutover/holder";

    /** During an outage a lease of ours counts for this long, well below the time after which others may take it. */
    private static final Duration OUTAGE = LEASE.minus(Duration.ofSeconds(10)).minus(LEASE.dividedBy(6));

    private record Answer(Claim claim, long at) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final ApiServerClient cluster;
    private final String namespace;
    private final LeaseTakeover takeover;

    public KubernetesLocks(ApiServerClient cluster, String namespace, Clock clock, OwnerLiveness liveness) {
        this(cluster, namespace, clock, liveness, System::nanoTime);
    }

    KubernetesLocks(
            ApiServerClient cluster, String namespace, Clock clock, OwnerLiveness liveness, LongSupplier nanos) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.nanos = nanos;
        this.takeover = new LeaseTakeover(clock, liveness, nanos);
    }

    @Override
    public Claim take(String environment, String service, Owner owner) {
        try {
            Claim claim = ask(environment, client -> {
                Optional<Claim> answer = Optional.empty();
                while (answer.isEmpty()) {
                    answer = attempt(client, environment, service, owner);
                }
                return answer.get();
            });
            answers.put(environment + " " + service, new Answer(claim, nanos.getAsLong()));
            return claim;
        } catch (JournalUnavailableException away) {
            Answer last = answers.get(environment + " " + service);
            if (last != null
                    && last.claim().ours()
                    && last.claim().holder().owner().equals(owner)
                    && nanos.getAsLong() - last.at() < OUTAGE.toNanos()) {
                return last.claim();
            }
            throw away;
        }
    }

    /** @return empty when another writer wrote between the read and the write */
    private Optional<Claim> attempt(KubernetesClient client, String environment, String service, Owner owner) {
        Lease lease = lease(client, environment);
        Optional<Holder> held = holder(lease);
        Optional<Holder> next = takeover.next(environment, held, version(lease), service, owner);
        if (next.isEmpty()) {
            Holder stays = held.orElseThrow();
            return Optional.of(new Claim(stays, stays.is(owner, service)));
        }
        boolean other = held.map(h -> !h.is(owner, service)).orElse(true);
        return write(client, environment, lease, next.get(), other).map(written -> new Claim(next.get(), true));
    }

    private Optional<Lease> write(
            KubernetesClient client, String environment, Lease before, Holder holder, boolean transition) {
        ZonedDateTime now = holder.renewed().atZone(ZoneOffset.UTC);
        Lease lease = (before == null ? new LeaseBuilder().withNewSpec().endSpec() : new LeaseBuilder(before))
                .editOrNewMetadata()
                .withName(name(environment))
                .withNamespace(namespace)
                .addToLabels(Map.of("app.kubernetes.io/managed-by", "phased-cutover"))
                .addToAnnotations("phased-cutover/environment", environment)
                .addToAnnotations(HOLDER, json(holder))
                .endMetadata()
                .editSpec()
                .withHolderIdentity(holder.owner().toString())
                .withLeaseDurationSeconds((int) LEASE.toSeconds())
                .withRenewTime(now)
                .endSpec()
                .build();
        if (transition) {
            lease.getSpec().setAcquireTime(now);
            Integer transitions = lease.getSpec().getLeaseTransitions();
            lease.getSpec().setLeaseTransitions(transitions == null ? 0 : transitions + 1);
        }
        return before == null
                ? WriteConflict.create(() -> client.resource(lease).create())
                : WriteConflict.update(() -> client.resource(lease).update());
    }

    /** The Lease remains without a holder: to release it requires no permission to delete. */
    @Override
    public void release(String environment, String service, Owner owner) {
        ask(environment, client -> {
            Lease lease = lease(client, environment);
            if (holder(lease).filter(h -> h.is(owner, service)).isPresent()) {
                lease.getMetadata().getAnnotations().remove(HOLDER);
                lease.getSpec().setHolderIdentity("");
                WriteConflict.update(() -> client.resource(lease).update());
            }
            return null;
        });
    }

    @Override
    public Optional<Holder> holder(String environment) {
        return ask(environment, client -> holder(lease(client, environment)));
    }

    @Override
    public boolean lapsed(String environment) {
        return ask(environment, client -> takeover.lapsed(environment, version(lease(client, environment))));
    }

    private Optional<Holder> holder(Lease lease) {
        String text = lease == null || lease.getMetadata().getAnnotations() == null
                ? null
                : lease.getMetadata().getAnnotations().get(HOLDER);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readValue(text, Holder.class));
        } catch (JsonProcessingException e) {
            throw new CutoverException(
                    "lock Lease " + namespace + "/" + lease.getMetadata().getName()
                            + ": damaged; who holds it is not known. Delete the Lease once you know that it is not in use",
                    e);
        }
    }

    private <T> T ask(String environment, java.util.function.Function<KubernetesClient, T> work) {
        try {
            return cluster.ask("Lease/" + name(environment), work);
        } catch (JournalUnavailableException away) {
            throw away.plain(); // a lock has no copy to use instead
        }
    }

    private Lease lease(KubernetesClient client, String environment) {
        return client.leases()
                .inNamespace(namespace)
                .withName(name(environment))
                .get();
    }

    private static String version(Lease lease) {
        return lease == null ? "" : lease.getMetadata().getResourceVersion();
    }

    /** The name of an environment may contain characters that the name of an object may not. */
    private static String name(String environment) {
        String plain = environment.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
        String suffix = plain.equals(environment)
                ? ""
                : "-"
                        + UUID.nameUUIDFromBytes(environment.getBytes(StandardCharsets.UTF_8))
                                .toString()
                                .substring(0, 8);
        return "phased-cutover-" + plain + suffix;
    }

    private static String json(Holder holder) {
        try {
            return Json.mapper().writeValueAsString(holder);
        } catch (JsonProcessingException e) {
            throw new CutoverException("lock of " + holder.service() + ": cannot be written as JSON", e);
        }
    }
}
