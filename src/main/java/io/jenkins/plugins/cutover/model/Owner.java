package io.jenkins.plugins.cutover.model;

import java.io.Serializable;

/**
 * Who holds a service's lock.
 *
 * @param kind {@code build} or {@code cli}
 * @param id what a person and a machine can recognise it by: {@code job/orders#12}, {@code cli pid 4711 on host}
 */
public record Owner(String kind, String id) implements Serializable {
    @Override
    public String toString() {
        return kind + " " + id;
    }
}
