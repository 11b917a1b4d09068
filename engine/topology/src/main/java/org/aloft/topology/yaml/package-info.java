/** YAML nodes that know their places, and text files. */
package org.aloft.topology.yaml;
