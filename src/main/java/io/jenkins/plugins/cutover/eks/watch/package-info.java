/** Watches the pods of a namespace, so that their changes are known before the next poll. */
package io.jenkins.plugins.cutover.eks.watch;
