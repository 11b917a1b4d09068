/**
 * The text of keepalived.conf, without a word about its meaning: lines, includes, definitions and conditions become a
 * tree of {@link org.aloft.agent.config.text.Statement}s, each of which knows where it was written. Start at {@link
 * org.aloft.agent.config.text.StatementParser}. Confined to the reading thread.
 */
package org.aloft.agent.config.text;
