package io.jenkins.plugins.cutover.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.Endpoint;
import io.jenkins.plugins.cutover.model.InstanceAddress;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.traffic.InstanceReading.Reachable;
import io.jenkins.plugins.cutover.traffic.dialogue.ApplyDialogue;
import io.jenkins.plugins.cutover.traffic.dialogue.InstanceReader;
import io.jenkins.plugins.cutover.traffic.runtime.DialogueResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Invariants for any fleet in any state, checked after every command. */
class TrafficPropertiesTest {
    private static final InstanceAddress HERE = InstanceAddress.parse("unix:/model");
    private static final InstanceReader READER = new InstanceReader(TestFleet.spec(List.of(HERE)), HERE);
    private static final List<Share> SHARES = List.of(
            Share.NONE,
            Share.ALL,
            Share.ofPercent("0.5"),
            Share.ofPercent(5),
            Share.ofPercent(50),
            Share.ofPercent(99));

    @Property(tries = 400)
    void noCommandEndsServiceThatWasPossible(@ForAll long seed, @ForAll @IntRange(max = 5) int share) {
        Situation now = new Situation(new Random(seed), SHARES.get(share));
        for (int tick = 0; tick < 4; tick++) {
            boolean[] served = {now.backend.serves()};
            now.apply(command -> {
                assertThat(now.backend.serves() || !served[0])
                        .as("after %s", command)
                        .isTrue();
                served[0] |= now.backend.serves();
            });
            now.backend.check();
        }
    }

    @Property(tries = 250)
    void anEksServerGetsNoTrafficBeforeItsCheckHasPassed(@ForAll long seed, @ForAll @IntRange(max = 5) int share) {
        Situation now = new Situation(new Random(seed), SHARES.get(share));
        Set<String> before = now.serving();
        now.apply(command -> now.backend.servers(Side.EKS).stream()
                .filter(s -> s.serves() && !before.contains(s.name))
                .forEach(s -> assertThat(s.checkPassed)
                        .as("%s after %s", s.name, command)
                        .isTrue()));
    }

    @Property(tries = 250)
    void withHealthyServersTheShareIsReachedAndKept(@ForAll long seed, @ForAll @IntRange(max = 5) int share) {
        Situation now = new Situation(new Random(seed), SHARES.get(share));
        now.backend.servers(Side.MESOS).forEach(s -> {
            s.healthy = true;
            s.maintenance = false;
        });
        for (int tick = 0; tick < 6; tick++) {
            now.apply(command -> {});
            now.backend.servers(Side.EKS).forEach(s -> s.healthy = !s.address.equals("127.0.0.1:1"));
            now.backend.check();
        }
        Reachable reading = reading(now.backend);
        assertThat(reading.share().percent()).isCloseTo(now.desired.share().percent(), within(0.11));
        assertThat(Drift.of(reading, now.desired)).isEmpty();
        assertThat(now.apply(command -> {})).isInstanceOf(InstanceOutcome.Confirmed.class);
        assertThat(reading.servers(Side.EKS).stream().map(ServerReading::address))
                .containsAll(now.desired.eks().stream().map(Endpoint::toString).toList());
    }

    @Property(tries = 250)
    void aRollbackRestoresTheMesosWeightsAndEksHasNone(@ForAll long seed) {
        Situation now = new Situation(new Random(seed), Share.NONE);
        now.backend.servers(Side.MESOS).get(0).healthy = true;
        now.backend.servers(Side.MESOS).get(0).maintenance = false;
        for (int tick = 0; tick < 3; tick++) {
            now.apply(command -> {});
            now.backend.check();
        }
        now.backend
                .servers(Side.MESOS)
                .forEach(s -> assertThat(s.weight).as(s.name).isEqualTo(now.mesosWeights.get(s.name)));
        assertThat(now.backend.servers(Side.EKS)).allMatch(s -> s.weight == 0);
    }

    static Reachable reading(ModelBackend backend) {
        return READER.parse(READER.commands().stream().map(backend::execute).toList())
                .orElseThrow();
    }

    /** A fleet of one instance in any state, and its desired traffic. */
    private static final class Situation {
        final ModelBackend backend = new ModelBackend(Dialect.V2_6);
        final Map<String, Integer> mesosWeights = new HashMap<>();
        final DesiredTraffic desired;

        Situation(Random random, Share share) {
            int mesos = 2 + random.nextInt(4);
            for (int i = 1; i <= mesos; i++) {
                int weight = 20 + random.nextInt(100);
                mesosWeights.put("mesos" + i, weight);
                mix(backend.add("mesos" + i, Side.MESOS), random, weight);
            }
            int slots = 2 + random.nextInt(5);
            for (int i = 1; i <= slots; i++) {
                ModelBackend.Server server = backend.add("eks" + i, Side.EKS);
                server.maintenance = true;
                if (random.nextBoolean()) {
                    server.address = "127.0.2." + random.nextInt(8) + ":80";
                    mix(server, random, random.nextInt(100));
                }
            }
            Set<Endpoint> endpoints = new TreeSet<>();
            int count = 2 + random.nextInt(5);
            while (endpoints.size() < count) {
                endpoints.add(new Endpoint("127.0.2." + random.nextInt(8), 80));
            }
            desired = new DesiredTraffic(share, List.copyOf(endpoints), mesosWeights);
        }

        private static void mix(ModelBackend.Server server, Random random, int weight) {
            server.weight = random.nextInt(4) == 0 ? 0 : weight;
            server.maintenance = random.nextInt(6) == 0;
            server.healthy = random.nextInt(4) > 0;
            server.up = !server.maintenance && random.nextInt(5) > 0;
            server.checkPassed = server.up && random.nextInt(5) > 0;
        }

        Set<String> serving() {
            Set<String> names = new HashSet<>();
            backend.servers(Side.EKS).stream()
                    .filter(ModelBackend.Server::serves)
                    .forEach(s -> names.add(s.name));
            return names;
        }

        InstanceOutcome apply(Consumer<String> afterEach) {
            return TrafficPropertiesTest.apply(backend, desired, afterEach);
        }
    }

    static InstanceOutcome apply(ModelBackend backend, DesiredTraffic desired) {
        return apply(backend, desired, command -> {});
    }

    /** One round without a socket. */
    private static InstanceOutcome apply(ModelBackend backend, DesiredTraffic desired, Consumer<String> afterEach) {
        ApplyDialogue dialogue = new ApplyDialogue(desired, READER, Router.TOLERANCE);
        List<String> commands = dialogue.next(List.of());
        while (!commands.isEmpty()) {
            List<String> answers = new ArrayList<>();
            for (String command : commands) {
                answers.add(backend.execute(command).stripTrailing());
                afterEach.accept(command);
            }
            commands = dialogue.next(answers);
        }
        return dialogue.outcome(new DialogueResult.Completed(Duration.ZERO));
    }
}
