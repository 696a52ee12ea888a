/** The HAProxy configuration of a backend after a cutover: written, compared with a file, and tried. */
package io.jenkins.plugins.cutover.traffic.config;
