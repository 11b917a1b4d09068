/**
 * What the words of keepalived.conf mean: one {@code Vocabulary} a block turns statements into the records of {@link
 * org.aloft.agent.config}, by way of drafts that are filled line by line. KEYWORDS.md is written from the vocabularies.
 * Start at {@link org.aloft.agent.config.language.ConfigurationReader}. Confined to the reading thread.
 */
package org.aloft.agent.config.language;
