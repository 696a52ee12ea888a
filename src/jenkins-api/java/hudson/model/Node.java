package hudson.model;

import hudson.remoting.VirtualChannel;

public abstract class Node {
    public abstract String getNodeName();

    public final VirtualChannel getChannel() {
        return null;
    }
}
