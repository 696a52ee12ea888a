package io.jenkins.plugins.cutover.translation;

import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How instances start, stop and are replaced; and the fields that only Mesos understands. */
final class Lifecycle {
    private static final List<String> RUNTIME = List.of(
            "version",
            "versionInfo",
            "tasks",
            "tasksStaged",
            "tasksRunning",
            "tasksHealthy",
            "tasksUnhealthy",
            "deployments",
            "lastTaskFailure",
            "taskStats",
            "readinessCheckResults");

    private static final Pattern NUMERIC = Pattern.compile("(\\d+)(?::(\\d+))?");

    private Lifecycle() {}

    static void apply(Draft draft) {
        Field app = draft.app;
        backoff(app.at("backoffSeconds"), "1");
        backoff(app.at("backoffFactor"), "1.15");
        Field delay = app.at("maxLaunchDelaySeconds");
        if (delay.integer(300) != 3600) {
            backoff(delay, "300");
        }
        stop(draft);
        unreachable(draft);
        user(draft);
        roles(app);
        if (app.at("killSelection").text("YOUNGEST_FIRST").equals("OLDEST_FIRST")) {
            app.at("killSelection").info("left out: Kubernetes chooses which pods go at a scale down");
        }
        if (app.at("dependencies").present()) {
            app.at("dependencies")
                    .review("left out: Kubernetes starts everything at once; the app must wait by itself");
        }
        if (!app.at("executor").text("").isEmpty()) {
            app.at("executor").review("left out: the node's container runtime runs it");
        }
        only(app, "residency", "left out: a StatefulSet's pods keep their volumes");
        only(app, "check", "left out: Mesos's general check has no effect on traffic or restarts");
        only(app, "storeUrls", "left out: the image must hold it");
        ipAddress(app.at("ipAddress"));
        for (String name : RUNTIME) {
            if (app.at(name).present()) {
                app.at(name).info("left out: what ran, not what is to run");
            }
        }
    }

    private static void backoff(Field field, String usual) {
        if (field.number(usual).compareTo(new BigDecimal(usual)) != 0) {
            field.info("left out: Kubernetes backs off from 10 s to 5 min");
        }
    }

    private static void stop(Draft draft) {
        Field grace = draft.app.at("taskKillGracePeriodSeconds");
        if (grace.present()) {
            draft.pod.withTerminationGracePeriodSeconds((long) grace.integer(3));
        } else {
            draft.pod.withTerminationGracePeriodSeconds(30L);
            grace.info("30 s, as Kubernetes has it, from SIGTERM to SIGKILL; Mesos has 3 s");
        }
    }

    private static void unreachable(Draft draft) {
        Field strategy = draft.app.at("unreachableStrategy");
        TolerationBuilder toleration = new TolerationBuilder()
                .withKey("node.kubernetes.io/unreachable")
                .withOperator("Exists")
                .withEffect("NoExecute");
        if (strategy.node().isTextual()) {
            strategy.info("a pod on an unreachable node is kept for ever");
            draft.pod.addToTolerations(toleration.build());
        } else if (strategy.present()) {
            Field inactive = strategy.at("inactiveAfterSeconds");
            Field expunge = strategy.at("expungeAfterSeconds");
            long seconds = inactive.integer(0);
            draft.pod.addToTolerations(toleration.withTolerationSeconds(seconds).build());
            if (expunge.integer((int) seconds) != seconds) {
                expunge.info("left out: a pod is replaced and given up at the same time, after " + seconds + " s");
            }
        }
    }

    private static void user(Draft draft) {
        Field user = draft.app.at("user");
        Matcher numeric = NUMERIC.matcher(user.text(""));
        if (numeric.matches()) {
            DockerParameters.runAs(draft, Long.parseLong(numeric.group(1)), numeric.group(2));
        } else if (user.present()) {
            user.review("left out: Kubernetes takes the number of a user only; the image can set the user");
        }
    }

    private static void roles(Field app) {
        Field roles = app.at("acceptedResourceRoles");
        if (roles.present() && roles.texts().equals(List.of("*"))) {
            roles.info("every node that Kubernetes finds fit");
        } else if (roles.present()) {
            roles.review("left out: if these agents stood apart, the nodes need a label and the pods a node affinity");
        }
        only(app, "role", "left out: quotas are the namespace's");
    }

    private static void only(Field app, String name, String action) {
        if (app.at(name).present()) {
            app.at(name).review(action);
        }
    }

    private static void ipAddress(Field ip) {
        for (String name : List.of("groups", "labels")) {
            if (ip.at(name).present()) {
                ip.at(name).info("left out: a NetworkPolicy restricts connections");
            }
        }
    }
}
