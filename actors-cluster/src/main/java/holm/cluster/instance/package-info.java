/** The instances of a cluster: on which worker each is, how it stands, and what is still to be done about it. */
@NullMarked
package holm.cluster.instance;

import org.jspecify.annotations.NullMarked;
