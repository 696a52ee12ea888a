package io.jenkins.plugins.cutover.http;

/** How an exchange ended: with an answer of any status, or without a complete one. */
public sealed interface HttpResult permits HttpReply, HttpFailure {}
