package io.jenkins.plugins.cutover.model;

import java.io.Serializable;

/**
 * The holder of a service's lock.
 *
 * @param kind {@code build} or {@code cli}
 * @param id identifies it for people and programs: {@code job/orders#12}, {@code cli pid 4711 on host}
 * @param at the Jenkins controller or machine, since several may share a journal; empty where none do
 */
public record Owner(String kind, String id, String at) implements Serializable {
    public Owner {
        at = at == null ? "" : at;
    }

    public Owner(String kind, String id) {
        this(kind, id, "");
    }

    @Override
    public String toString() {
        return kind + " " + id;
    }
}
