package io.jenkins.plugins.cutover.controller;

import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

/** The texts of {@code Messages.properties}; kept by hand, since the generator is not on Maven Central. */
final class Messages {
    private static final ResourceBundleHolder TEXTS = ResourceBundleHolder.get(Messages.class);

    private Messages() {}

    /** For what is shown in the reader's language. */
    static Localizable of(String key) {
        return new Localizable(TEXTS, key);
    }

    static String text(String key, Object... arguments) {
        return TEXTS.format(key, arguments);
    }
}
