/** What the user wants, as records: a value that exists is valid. */
package org.aloft.topology.model;
