/** Containers, by the Docker Engine API of Podman (a service of Holm's own, unless a socket is given) or of Docker. */
@NullMarked
package holm.runtimes.container;

import org.jspecify.annotations.NullMarked;
