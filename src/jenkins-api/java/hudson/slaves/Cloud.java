package hudson.slaves;

public abstract class Cloud {
    public final String name;

    protected Cloud(String name) {
        this.name = name;
    }
}
