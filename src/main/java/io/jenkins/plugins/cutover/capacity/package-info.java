/** What services demand of nodes, and in which order they move: pure arithmetic, no I/O. */
package io.jenkins.plugins.cutover.capacity;
