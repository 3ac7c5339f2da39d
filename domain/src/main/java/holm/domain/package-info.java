/** The words of Holm as plain Java records: ids, fences, statuses, resources, refusals. No Pekko, no I/O, no clock. */
@NullMarked
package holm.domain;

import org.jspecify.annotations.NullMarked;
