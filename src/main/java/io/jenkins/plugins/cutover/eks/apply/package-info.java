/**
 * Applies and deletes objects in a cluster: server-side apply under this project's field manager, with a three-way merge
 * patch for old servers, and the difference for people.
 */
package io.jenkins.plugins.cutover.eks.apply;
