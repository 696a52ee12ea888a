package io.jenkins.plugins.cutover.model;

import java.io.Serializable;

/**
 * How HAProxy reaches EKS after the cutover, without this tool.
 *
 * @param form the form that was asked for
 * @param resolvers the name of the {@code resolvers} section in haproxy.cfg; empty when there is none
 * @param dns the name that HAProxy resolves: of a headless Service, or of an SRV record if it begins with {@code _};
 *     empty for {@code DEPLOYMENT.NAMESPACE.svc.cluster.local}
 */
public record HandoverSpec(Form form, String resolvers, String dns) implements Serializable {
    /** What a service file without the section has. */
    public static final HandoverSpec DEFAULT = new HandoverSpec(Form.AUTO, "", "");

    /** The forms that can be asked for. */
    public enum Form {
        /** ADDRESS when {@code eks.addresses} is set, RESOLVERS when {@code handover.resolvers} is set, else undecided. */
        AUTO,
        /** A load balancer or node ports: {@code eks.addresses} are in haproxy.cfg. */
        ADDRESS,
        /** HAProxy resolves the name of a headless Service. */
        RESOLVERS,
        /** The controller or {@code ./cutover guard} keeps HAProxy's servers equal to the pods. */
        FOLLOW,
        /** Nothing is handed over. Retiring Mesos is then the decision of the person who approves it. */
        NONE
    }

    /** The form that the settings lead to; AUTO when they lead to none. */
    public Form decided(EksSpec eks) {
        if (form != Form.AUTO) {
            return form;
        }
        if (!eks.addresses().isEmpty()) {
            return Form.ADDRESS;
        }
        return resolvers.isEmpty() ? Form.AUTO : Form.RESOLVERS;
    }

    /** The name that HAProxy resolves with RESOLVERS. */
    public String name(EksSpec eks) {
        return dns.isEmpty() ? eks.deployment() + "." + eks.namespace() + ".svc.cluster.local" : dns;
    }

    /** Whether the name is that of an SRV record, which has the port too. */
    public boolean srv() {
        return dns.startsWith("_");
    }

    static HandoverSpec read(Fields f) {
        HandoverSpec spec = new HandoverSpec(
                f.choice("form", Form.AUTO, Form.values()),
                f.parsed(
                        "resolvers",
                        "",
                        text -> checked(text, "[-_.:a-zA-Z0-9]{1,63}", "the name of a resolvers section")),
                f.parsed(
                        "dns",
                        "",
                        text -> checked(text, "[_a-zA-Z0-9]([-_.a-zA-Z0-9]{0,251}[a-zA-Z0-9])?", "a DNS name")));
        if (spec.form == Form.RESOLVERS && spec.resolvers.isEmpty()) {
            f.fault("resolvers", "missing; it is the name of a resolvers section in haproxy.cfg");
        }
        if (!spec.dns.isEmpty() && spec.resolvers.isEmpty()) {
            f.fault("dns", "it is resolved by HAProxy only with handover.resolvers");
        }
        f.noOthers();
        return spec;
    }

    private static String checked(String text, String pattern, String what) {
        if (!text.matches(pattern)) {
            throw new InvalidInputException("\"" + text + "\" is not " + what);
        }
        return text;
    }
}
