/** What was found, and its forms: text, HTML, JSON, JUnit XML. */
package org.aloft.verify.report;
