package io.jenkins.plugins.cutover.pipeline;

import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import java.io.File;

/** A build without a controller. */
public final class FakeRun extends Run<FakeRun.FakeJob, FakeRun> {
    /** Never asked for anything. */
    public abstract static class FakeJob extends Job<FakeJob, FakeRun> {}

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
        return null;
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
