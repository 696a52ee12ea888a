package io.jenkins.plugins.cutover.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.cutover.eks.Eks;
import io.jenkins.plugins.cutover.journal.StaleRecordException;
import io.jenkins.plugins.cutover.mesos.Mesos;
import io.jenkins.plugins.cutover.model.CutoverRecord;
import io.jenkins.plugins.cutover.model.CutoverState;
import io.jenkins.plugins.cutover.model.DesiredTraffic;
import io.jenkins.plugins.cutover.model.EksSpec;
import io.jenkins.plugins.cutover.model.HaproxySpec;
import io.jenkins.plugins.cutover.model.MarathonSpec;
import io.jenkins.plugins.cutover.model.Share;
import io.jenkins.plugins.cutover.model.Side;
import io.jenkins.plugins.cutover.simulation.CalmWorld;
import io.jenkins.plugins.cutover.traffic.Router;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class RecordSessionTest {
    private final CalmWorld rehearsal = new CalmWorld().upTo("5", "100");
    private final List<String> calls = new ArrayList<>();

    /** A session that records the calls to its fleet, and before which something happens. */
    private RecordSession session(BiConsumer<String, CutoverRecord> meanwhile) {
        Context real = rehearsal.context("orders#1");
        Router router = real.clients().router(rehearsal.record().spec().haproxy());
        Router watched = (Router) Proxy.newProxyInstance(
                Router.class.getClassLoader(), new Class<?>[] {Router.class}, (proxy, method, given) -> {
                    boolean applies = method.getName().equals("apply");
                    calls.add(applies ? "apply " + ((DesiredTraffic) given[0]).share() : method.getName());
                    meanwhile.accept(method.getName(), rehearsal.record());
                    return method.invoke(router, given);
                });
        SystemClients clients = new SystemClients() {
            @Override
            public Router router(HaproxySpec spec) {
                return watched;
            }

            @Override
            public Mesos mesos(MarathonSpec spec) {
                return real.clients().mesos(spec);
            }

            @Override
            public Eks eks(EksSpec spec) {
                return real.clients().eks(spec);
            }
        };
        return new RecordSession(new Context(real.journal(), real.locks(), clients, real.clock(), real.owner()));
    }

    private void callBack(CutoverRecord record) {
        rehearsal.journal().save(record.with(d -> d.state(CutoverState.ROLLING_BACK)
                .desired(record.desired().withShare(Share.NONE))));
    }

    @Test
    void aLateDrainReturnsTheServersToTheRollback() {
        CutoverRecord record = rehearsal.record();
        RecordSession late = session((call, now) -> {
            if (call.equals("drain")) {
                callBack(now);
            }
        });
        assertThatThrownBy(() -> late.drain(record, Side.MESOS, false)).isInstanceOf(StaleRecordException.class);
        assertThat(calls).containsExactly("drain", "apply 0%");
        assertThat(rehearsal.world().fleet())
                .allSatisfy(i -> assertThat(i.maintained(Side.MESOS)).isZero())
                .allSatisfy(i -> assertThat(i.serving().eks()).isZero());
    }

    @Test
    void aLateApplyIsCorrectedToo() {
        CutoverRecord record = rehearsal.record();
        RecordSession late = session((call, now) -> {
            if (!now.state().returning()) {
                callBack(now);
            }
        });
        assertThatThrownBy(() -> late.apply(record)).isInstanceOf(StaleRecordException.class);
        assertThat(calls).containsExactly("apply 100%", "apply 0%");
    }
}
