package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/** cpus, mem, disk and gpus as requests and limits. */
final class Resources {
    private final Draft draft;
    private final Map<String, Quantity> requests = new TreeMap<>();
    private final Map<String, Quantity> limits = new TreeMap<>();

    private Resources(Draft draft) {
        this.draft = draft;
    }

    static void apply(Draft draft) {
        Resources resources = new Resources(draft);
        resources.cpus(draft.app.at("cpus"));
        resources.memory(draft.app.at("mem"));
        resources.disk(draft.app.at("disk"));
        resources.gpus(draft.app.at("gpus"));
        resources.explicitLimit("cpus", "cpu", 1000, "m");
        resources.explicitLimit("mem", "memory", 1024, "Ki");
        draft.container
                .withNewResources()
                .withRequests(resources.requests)
                .withLimits(resources.limits)
                .endResources();
    }

    private void cpus(Field field) {
        Quantity cpu = quantity(field.number("1"), 1000, "m");
        if (field.number("1").signum() == 0) {
            field.review("no request and no limit: Mesos gave it a minimum");
            return;
        }
        requests.put("cpu", cpu);
        if (draft.settings.cpuLimits()) {
            limits.put("cpu", cpu);
            field.info("request and limit " + cpu + ": right where Mesos enforced CFS quotas, as DC/OS does");
        } else {
            field.info("request " + cpu + " without a limit: right where Mesos shared cpus out by weight");
        }
    }

    private void memory(Field field) {
        if (field.number("128").signum() == 0) {
            field.review("no request and no limit: Mesos gave it a minimum");
            return;
        }
        Quantity memory = quantity(field.number("128"), 1024, "Ki");
        requests.put("memory", memory);
        limits.put("memory", memory);
    }

    private void disk(Field field) {
        if (field.number("0").signum() > 0) {
            Quantity disk = quantity(field.number("0"), 1024, "Ki");
            requests.put("ephemeral-storage", disk);
            field.info("request of ephemeral storage, " + disk + ", without a limit: logs and images count into it");
        }
    }

    private void gpus(Field field) {
        int gpus = field.integer(0);
        if (gpus > 0) {
            limits.put("nvidia.com/gpu", new Quantity(String.valueOf(gpus)));
            field.review("nvidia.com/gpu: the nodes need GPUs and NVIDIA's device plugin");
        }
    }

    private void explicitLimit(String marathon, String kubernetes, int factor, String unit) {
        Field field = draft.app.at("resourceLimits", marathon);
        if (!field.present()) {
            return;
        }
        if (field.text("").equals("unlimited")) {
            limits.remove(kubernetes);
            field.review("no limit: the node's other pods can suffer");
        } else {
            limits.put(kubernetes, quantity(field.number("0"), factor, unit));
        }
    }

    /** Whole units where possible: 1, 500m; 128Mi, 26112Ki. Rounded up, never to zero. */
    static Quantity quantity(BigDecimal number, int factor, String small) {
        BigDecimal parts = number.multiply(BigDecimal.valueOf(factor)).setScale(0, RoundingMode.CEILING);
        BigDecimal[] whole = parts.divideAndRemainder(BigDecimal.valueOf(factor));
        if (whole[1].signum() != 0) {
            return new Quantity(parts.toPlainString() + small);
        }
        return new Quantity(whole[0].toPlainString() + (small.equals("m") ? "" : "Mi"));
    }
}
