/** The results of a run, and their forms: text, HTML, JSON. */
package org.aloft.verify.report;
