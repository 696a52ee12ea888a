package io.jenkins.plugins.cutover.translation;

import java.util.List;
import java.util.Map;

/**
 * How marathon-lb routes to one port of the app, read from its {@code HAPROXY_*} labels: the load balancer in front
 * must still do this after the move.
 *
 * @param index of the app's port
 * @param group of load balancers ({@code HAPROXY_GROUP}); empty when the app has none
 * @param hosts virtual hosts
 * @param path prefix; empty for all
 * @param port that the load balancer listens on; 0 when no label says
 * @param mode {@code http} or {@code tcp}
 * @param options the rest by its marathon-lb name: {@code BALANCE}, {@code STICKY}, {@code REDIRECT_TO_HTTPS}, ...
 */
public record Route(
        int index, String group, List<String> hosts, String path, int port, String mode, Map<String, String> options) {}
