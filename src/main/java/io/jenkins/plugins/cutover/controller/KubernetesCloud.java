package io.jenkins.plugins.cutover.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.cutover.model.CutoverException;
import io.jenkins.plugins.cutover.model.Json;
import io.jenkins.plugins.cutover.model.Secrets;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster of a cloud of the kubernetes plugin, as a kubeconfig. That plugin is not a dependency, so its
 * {@code KubernetesCloud} is read by reflection, through the getters of its form fields.
 */
final class KubernetesCloud {
    private KubernetesCloud() {}

    /**
     * @param cloud null for none
     * @return empty when there is no such cloud
     * @throws CutoverException naming the setting of the cloud that cannot be used
     */
    static Optional<String> kubeconfig(Object cloud, Secrets secrets) {
        if (cloud == null) {
            return Optional.empty();
        }
        String server = text(cloud, "getServerUrl");
        if (server.isEmpty()) {
            throw new CutoverException(
                    "eks.cloud: the cloud has no server address, so it is the cluster that Jenkins runs in; use"
                            + " kubeconfig: in-cluster");
        }
        String credential = text(cloud, "getCredentialsId");
        String secret = credential.isEmpty()
                ? ""
                : secrets.find(credential)
                        .map(String::trim)
                        .orElseThrow(() -> new CutoverException("eks.cloud: its credential \"" + credential
                                + "\" does not exist, or this build may not use it"));
        if (secret.contains("clusters:") || secret.contains("\"clusters\"")) {
            return Optional.of(secret);
        }
        if (secret.contains(":")) {
            throw new CutoverException("eks.cloud: its credential \"" + credential
                    + "\" is neither a secret text with a token nor a file with a kubeconfig");
        }
        return Optional.of(json(server, text(cloud, "getServerCertificate"), secret));
    }

    private static String json(String server, String certificate, String token) {
        Map<String, Object> cluster = new LinkedHashMap<>(Map.of("server", server));
        if (!certificate.isEmpty()) {
            cluster.put("certificate-authority-data", authority(certificate));
        }
        List<Object> users = new ArrayList<>();
        users.add(Map.of("name", "cutover", "user", token.isEmpty() ? Map.of() : Map.of("token", token)));
        try {
            return Json.mapper()
                    .writeValueAsString(Map.of(
                            "apiVersion",
                            "v1",
                            "kind",
                            "Config",
                            "current-context",
                            "cutover",
                            "clusters",
                            List.of(Map.of("name", "cutover", "cluster", cluster)),
                            "contexts",
                            List.of(Map.of(
                                    "name", "cutover", "context", Map.of("cluster", "cutover", "user", "cutover"))),
                            "users",
                            users));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings has a JSON form", e);
        }
    }

    /** The form accepts PEM with or without its first and last line. */
    private static String authority(String certificate) {
        String pem = certificate.contains("-----BEGIN")
                ? certificate
                : "-----BEGIN CERTIFICATE-----\n" + certificate.strip() + "\n-----END CERTIFICATE-----\n";
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(Object cloud, String getter) {
        try {
            Object value = cloud.getClass().getMethod(getter).invoke(cloud);
            return value == null ? "" : value.toString().trim();
        } catch (NoSuchMethodException e) {
            throw new CutoverException(
                    "eks.cloud: it is not a cloud of the kubernetes plugin but a "
                            + cloud.getClass().getSimpleName(),
                    e);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new CutoverException("eks.cloud: the kubernetes plugin did not answer " + getter, e);
        }
    }
}
