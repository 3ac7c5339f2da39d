/** Where the addresses of a service lead: what clusters know and workers install. Copies that may be stale carry a version. */
@NullMarked
package holm.domain.route;

import org.jspecify.annotations.NullMarked;
