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
 * The cluster of a cloud that the kubernetes plugin already knows, as a kubeconfig. The plugin is no dependency of this
 * one, so its {@code KubernetesCloud} is asked by its getters' names, which are the fields of its form.
 */
final class KubernetesCloud {
    private KubernetesCloud() {}

    /**
     * @param cloud null for none
     * @return empty when there is no such cloud
     * @throws CutoverException naming what of the cloud cannot be used
     */
    static Optional<String> kubeconfig(Object cloud, Secrets secrets) {
        if (cloud == null) {
            return Optional.empty();
        }
        String server = text(cloud, "getServerUrl");
        if (server.isEmpty()) {
            throw new CutoverException("eks.cloud: it names no server, so it is the cluster that Jenkins runs in; say"
                    + " kubeconfig: in-cluster");
        }
        String credential = text(cloud, "getCredentialsId");
        String secret = credential.isEmpty()
                ? ""
                : secrets.find(credential)
                        .map(String::trim)
                        .orElseThrow(() -> new CutoverException("eks.cloud: its credential \"" + credential
                                + "\" is not there, or not for this build"));
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
        users.add(Map.of("name", "it", "user", token.isEmpty() ? Map.of() : Map.of("token", token)));
        try {
            return Json.mapper()
                    .writeValueAsString(Map.of(
                            "apiVersion",
                            "v1",
                            "kind",
                            "Config",
                            "current-context",
                            "it",
                            "clusters",
                            List.of(Map.of("name", "it", "cluster", cluster)),
                            "contexts",
                            List.of(Map.of("name", "it", "context", Map.of("cluster", "it", "user", "it"))),
                            "users",
                            users));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts has a JSON form", e);
        }
    }

    /** The form takes PEM, with its first and last line or without. */
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
                    "eks.cloud: it is no cloud of the kubernetes plugin but a "
                            + cloud.getClass().getSimpleName(),
                    e);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new CutoverException("eks.cloud: the kubernetes plugin did not answer " + getter, e);
        }
    }
}
