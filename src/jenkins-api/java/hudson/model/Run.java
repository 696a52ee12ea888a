package hudson.model;

import java.io.File;
import java.io.IOException;

public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable {
    public static Run<?, ?> fromExternalizableId(String id) {
        return null;
    }

    public abstract String getExternalizableId();

    public abstract JobT getParent();

    public abstract String getUrl();

    public abstract int getNumber();

    public abstract boolean isBuilding();

    public abstract File getRootDir();

    public abstract void setResult(Result result);

    public abstract Result getResult();

    public synchronized void save() throws IOException {}
}
