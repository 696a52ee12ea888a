package io.jenkins.plugins.cutover.model;

import java.io.Serializable;

/**
 * Who holds a service's lock.
 *
 * @param kind {@code build} or {@code cli}
 * @param id what a person and a machine can recognise it by: {@code job/orders#12}, {@code cli pid 4711 on host}
 * @param at which Jenkins controller or machine that is: several may share a journal; empty where nobody shares it
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
