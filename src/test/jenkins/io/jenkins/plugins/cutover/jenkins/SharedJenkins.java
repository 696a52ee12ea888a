package io.jenkins.plugins.cutover.jenkins;

import hudson.security.ACL;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.runner.Description;
import org.jvnet.hudson.test.JenkinsRule;

/** One controller for all tests of a class: each start of one costs seconds. */
final class SharedJenkins extends JenkinsRule implements BeforeAllCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        testDescription = Description.createSuiteDescription(context.getRequiredTestClass());
        try {
            before();
        } catch (Exception | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void recipe() throws Exception {
        ACL.as2(ACL.SYSTEM2); // test code may do everything
        super.recipe();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        after();
    }
}
