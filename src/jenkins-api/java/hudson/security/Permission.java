package hudson.security;

import org.jvnet.localizer.Localizable;

public final class Permission {
    public static final Permission CONFIGURE = new Permission(null, "Configure", null, null);
    public final PermissionGroup group;
    public final String name;
    public final Localizable description;
    public final Permission impliedBy;

    public Permission(PermissionGroup group, String name, Localizable description, Permission impliedBy) {
        this.group = group;
        this.name = name;
        this.description = description;
        this.impliedBy = impliedBy;
    }

    public Permission(
            PermissionGroup group, String name, Localizable description, Permission impliedBy, PermissionScope scope) {
        this(group, name, description, impliedBy);
    }
}
