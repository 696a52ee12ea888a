/**
 * Former names of serialized classes, and nothing else. The classes themselves moved to the sub-packages after 0.1.0.
 * The {@code program.dat} of a build that 0.1.0 started still contains the names below, and Jenkins cannot map one class
 * name to another when it reads that file. Without them the build could not continue after an upgrade.
 *
 * <p>To add one: keep a serializable class with the old name and the old fields here, and resolve it to the new class.
 * Remove one when no build of its version can be running any more.
 */
package io.jenkins.plugins.cutover.operation;
