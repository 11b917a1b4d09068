/** What is known of a host: facts, answers to a resource's question, and the manifest. Data only. */
package org.aloft.plan.host;
