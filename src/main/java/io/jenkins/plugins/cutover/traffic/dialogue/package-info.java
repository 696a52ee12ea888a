/**
 * The dialogues with one instance: read it, apply the desired traffic, drain a side, probe it before a cutover, read its
 * latency ring. A dialogue produces batches of commands and consumes their answers; it does no I/O.
 */
package io.jenkins.plugins.cutover.traffic.dialogue;
