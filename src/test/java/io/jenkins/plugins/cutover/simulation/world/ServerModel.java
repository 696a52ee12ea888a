package io.jenkins.plugins.cutover.simulation.world;

import io.jenkins.plugins.cutover.model.Side;

/** One server line of a model HAProxy. */
public final class ServerModel {
    private static final int FALL = 2;

    private final String name;
    private final Side side;
    private final int initialWeight;
    private String address = "127.0.0.1:1";
    private int weight;
    private boolean maintenance;
    private boolean up;
    private boolean proven;
    private int failedChecks;
    private double remainder;
    private int open;
    private long inFlight;
    private final long[] answers = new long[6];
    private long attempts;
    private long invalid;
    private long cutOff;
    private long leftByClients;
    private long bytes;

    ServerModel(String name, Side side, int weight) {
        this.name = name;
        this.side = side;
        this.weight = weight;
        this.initialWeight = weight;
        this.maintenance = side == Side.EKS;
        this.up = side == Side.MESOS;
        this.proven = up;
    }

    /** What HAProxy takes from its state file. */
    void restore(ServerModel saved) {
        address = saved.address;
        weight = saved.weight;
        maintenance = saved.maintenance;
        up = saved.up;
        proven = saved.proven;
    }

    public String name() {
        return name;
    }

    public Side side() {
        return side;
    }

    public String address() {
        return address;
    }

    public int weight() {
        return weight;
    }

    void weight(int value) {
        weight = value;
    }

    int initialWeight() {
        return initialWeight;
    }

    /** Ready is up on trust, as HAProxy has it, until the first check. */
    String state(String state) {
        boolean away = state.equals("maint");
        if (away != maintenance) {
            maintenance = away;
            up = !away;
            proven = false;
            failedChecks = 0;
        }
        return "";
    }

    String address(String changed) {
        String before = address;
        address = changed;
        return "IP changed from '" + before + "' to '" + changed + "' by 'stats socket command'";
    }

    public boolean maintenance() {
        return maintenance;
    }

    public boolean up() {
        return up;
    }

    String status() {
        if (maintenance) {
            return "MAINT";
        }
        if (up) {
            return proven && failedChecks == 0 ? "UP" : "UP 1/2";
        }
        return "DOWN";
    }

    String check() {
        return maintenance || !proven && up ? "" : failedChecks == 0 ? "L7OK" : "L4CON";
    }

    /** One health check: one that passes makes it up, two that fail make it down (one, fresh from maintenance). */
    void check(boolean alive) {
        if (maintenance) {
            return;
        }
        failedChecks = alive ? 0 : failedChecks + 1;
        if (alive) {
            up = true;
            proven = true;
        } else if (failedChecks >= FALL || !proven) {
            up = false;
        }
    }

    /** Round robin: the fraction of a request is carried over to the next call. */
    long dealt(double part) {
        remainder += part;
        long whole = (long) Math.floor(remainder);
        remainder -= whole;
        return whole;
    }

    /** Requests are sent to the server. */
    public void began(long count) {
        attempts += count;
        inFlight += count;
    }

    /** Requests that began before have ended; with nothing in flight, they were cut by a command. */
    public long ended(RequestOutcome how, long count, long eachBytes) {
        long ending = Math.min(count, inFlight);
        inFlight -= ending;
        answers[how.answerClass()] += ending;
        invalid += how.isInvalid() ? ending : 0;
        cutOff += how.isCutOff() ? ending : 0;
        leftByClients += how.isLeftByClient() ? ending : 0;
        bytes += how.answerClass() == 0 ? 0 : ending * how.bytes(eachBytes);
        return ending;
    }

    /** All that is in flight is cut by HAProxy. */
    void cut() {
        open = 0;
        inFlight = 0;
    }

    /** Requests that are under way and stay so. */
    public void open(int count) {
        open = count;
    }

    public int open() {
        return open;
    }

    /** The column {@code scur}. */
    public long current() {
        return open + inFlight;
    }

    /** Of one class of {@code hrsp_*}, 2 to 5. */
    long answers(int statusClass) {
        return answers[statusClass];
    }

    long attempts() {
        return attempts;
    }

    long invalid() {
        return invalid;
    }

    long cutOff() {
        return cutOff;
    }

    long leftByClients() {
        return leftByClients;
    }

    long bytes() {
        return bytes;
    }
}
