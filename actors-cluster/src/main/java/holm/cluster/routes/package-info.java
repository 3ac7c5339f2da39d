/** Where the addresses of services lead: the tables of this cluster, who is interested in them, and the workers' tunnels. */
@NullMarked
package holm.cluster.routes;

import org.jspecify.annotations.NullMarked;
