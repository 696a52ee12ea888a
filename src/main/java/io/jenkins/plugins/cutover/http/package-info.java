/**
 * The one HTTP client of this project. Every exchange has a deadline that covers the body, a limit on the size of the body,
 * checked header values, the JVM's proxy settings and no redirects. An exchange can run here or on a Jenkins agent.
 */
package io.jenkins.plugins.cutover.http;
