/** What a cluster serves over HTTP to its operator. */
@NullMarked
package holm.cluster.http;

import org.jspecify.annotations.NullMarked;
