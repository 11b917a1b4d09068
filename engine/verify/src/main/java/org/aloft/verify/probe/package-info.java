/** Requests on a fixed schedule from the client's side, and what gaps they show. */
package org.aloft.verify.probe;
