package io.jenkins.plugins.cutover.model;

/**
 * A machine that can be rented.
 *
 * @param name as the provider calls it, such as {@code m6i.large}
 * @param cpus cores, above 0
 * @param memoryMib above 0; what {@code kubectl describe node} shows as capacity is some percent less than its name says
 * @param pods the most pods that it may hold; on EKS its network interfaces limit them: interfaces * (IPv4 addresses of
 *     each - 1) + 2 (awslabs/amazon-eks-ami, {@code nodeadm/internal/kubelet/eni_max_pods.go})
 * @param hourly its price, in the table's currency
 */
public record NodeType(String name, double cpus, double memoryMib, int pods, double hourly) {
    /** What Kubernetes allows where nothing else limits it. */
    static final int PODS = 110;

    static NodeType read(String name, Fields f) {
        NodeType type = new NodeType(
                name,
                f.number("cpus", f.missing("cpus", "its cores") ? 1 : 0, 0.1, 1024),
                f.parsed("memory", f.missing("memory", "its memory, such as 8Gi") ? 1.0 : 0.0, NodeType::mib),
                (int) f.whole("pods", PODS, 1, 1000),
                f.number("hourly", f.missing("hourly", "its price for an hour") ? 1 : 0, 0, 10_000));
        f.noOthers();
        return type;
    }

    private static double mib(String text) {
        if (!text.matches("\\d{1,9}(\\.\\d{1,3})?(Mi|Gi|Ti)") || text.matches("[0.]+..")) {
            throw new InvalidInputException("\"" + text + "\" is not an amount of memory such as 8Gi");
        }
        double number = Double.parseDouble(text.substring(0, text.length() - 2));
        return switch (text.charAt(text.length() - 2)) {
            case 'M' -> number;
            case 'G' -> number * 1024;
            default -> number * 1024 * 1024;
        };
    }
}
