/** The documents are checked as the code is: links, commands, configuration, messages, and pages that are generated. */
package io.jenkins.plugins.cutover.docs;
