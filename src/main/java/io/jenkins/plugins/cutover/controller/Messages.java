package io.jenkins.plugins.cutover.controller;

import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

/**
 * The texts of {@code Messages.properties}, for the controller and the steps. Not generated: the generator of the Jenkins
 * project is not on Maven Central.
 */
public final class Messages {
    private static final ResourceBundleHolder TEXTS = ResourceBundleHolder.get(Messages.class);

    private Messages() {}

    /** A text that is resolved in the reader's language when it is displayed. */
    static Localizable of(String key) {
        return new Localizable(TEXTS, key);
    }

    /** A text in the reader's language. */
    public static String text(String key, Object... arguments) {
        return TEXTS.format(key, arguments);
    }
}
