/** Tables between clusters: whose an address is, who is interested in which service, and where workers' tunnels end. */
@NullMarked
package holm.root.routes;

import org.jspecify.annotations.NullMarked;
