/**
 * Hosts to try Aloft on: each with systemd, sshd, a network and a power button of its own, on this machine. Start
 * reading at {@link org.aloft.lab.Lab}.
 */
package org.aloft.lab;
