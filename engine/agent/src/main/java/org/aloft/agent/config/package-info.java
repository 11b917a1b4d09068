/**
 * keepalived.conf text becomes records: {@link org.aloft.agent.config.Lexer} → {@link org.aloft.agent.config.Statement} tree →
 * one {@link org.aloft.agent.config.Vocabulary} a block → {@link org.aloft.agent.config.Configuration}. Start at
 * {@link org.aloft.agent.config.ConfigurationReader}. Everything here is immutable or confined to the reading thread.
 */
package org.aloft.agent.config;
