/** How much room services need and what it costs: pure arithmetic, no I/O. */
package io.jenkins.plugins.cutover.capacity;
