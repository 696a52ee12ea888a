/** Reads the numbers of checks from metrics products and pages, each by its HTTP API. */
package io.jenkins.plugins.cutover.metrics;
