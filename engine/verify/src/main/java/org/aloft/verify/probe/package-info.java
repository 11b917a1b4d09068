/** Requests on a fixed schedule from the client's side, and the gaps that they show. */
package org.aloft.verify.probe;
