package io.jenkins.plugins.cutover.pipeline;

import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.security.Permission;
import java.io.File;
import java.util.HashSet;
import java.util.Set;

/** A build without a controller. */
public final class FakeRun extends Run<FakeRun.FakeJob, FakeRun> {
    /** Only asked what is allowed on it. */
    public static final class FakeJob extends Job<FakeJob, FakeRun> {
        private final Set<Permission> denied = new HashSet<>();

        void deny(Permission permission) {
            denied.add(permission);
        }

        @Override
        public boolean hasPermission(Permission permission) {
            return !denied.contains(permission);
        }

        @Override
        public String getFullName() {
            return "orders";
        }

        @Override
        public String getDisplayName() {
            return "orders";
        }
    }

    private final FakeJob job = new FakeJob();

    private final String id;
    private volatile Result result;

    /** @param id such as {@code orders#12} */
    public FakeRun(String id) {
        this.id = id;
    }

    @Override
    public String getExternalizableId() {
        return id;
    }

    @Override
    public FakeJob getParent() {
        return job;
    }

    @Override
    public String getUrl() {
        return "job/" + id.replace('#', '/') + "/";
    }

    @Override
    public int getNumber() {
        return Integer.parseInt(id.substring(id.indexOf('#') + 1));
    }

    @Override
    public boolean isBuilding() {
        return true;
    }

    @Override
    public File getRootDir() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setResult(Result worse) {
        result = worse;
    }

    @Override
    public Result getResult() {
        return result;
    }
}
