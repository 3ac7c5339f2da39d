/** The network of instances: addresses, route tables, balancing, and the worker's data plane. */
@NullMarked
package holm.overlay;

import org.jspecify.annotations.NullMarked;
