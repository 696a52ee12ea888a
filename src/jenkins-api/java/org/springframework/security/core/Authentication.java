package org.springframework.security.core;

import java.security.Principal;

@FunctionalInterface
public interface Authentication extends Principal {}
