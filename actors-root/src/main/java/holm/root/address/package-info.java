/** Addresses of services, instances and workers: the pools as entities, and who asks them for whom. */
@NullMarked
package holm.root.address;

import org.jspecify.annotations.NullMarked;
