package io.jenkins.plugins.cutover.pipeline;

import org.jvnet.localizer.ResourceBundleHolder;

/** The texts of {@code Messages.properties}; kept by hand, since the generator is not on Maven Central. */
final class Messages {
    private static final ResourceBundleHolder TEXTS = ResourceBundleHolder.get(Messages.class);

    private Messages() {}

    static String deployToEks() {
        return TEXTS.format("deployToEks");
    }

    static String shiftTraffic() {
        return TEXTS.format("shiftTraffic");
    }

    static String verifyStability() {
        return TEXTS.format("verifyStability");
    }

    static String verifyStabilityWith() {
        return TEXTS.format("verifyStabilityWith");
    }

    static String rollbackToMesos() {
        return TEXTS.format("rollbackToMesos");
    }

    static String recordApproval() {
        return TEXTS.format("recordApproval");
    }

    static String retireMesos() {
        return TEXTS.format("retireMesos");
    }

    static String retireScaleDown() {
        return TEXTS.format("retireScaleDown");
    }

    static String retireDelete() {
        return TEXTS.format("retireDelete");
    }

    static String keep() {
        return TEXTS.format("keep");
    }

    static String scaleDown() {
        return TEXTS.format("scaleDown");
    }

    static String delete() {
        return TEXTS.format("delete");
    }
}
