/** What network an instance needs, and which one it has: the words between whoever makes networks and whoever runs instances. */
@NullMarked
package holm.domain.network;

import org.jspecify.annotations.NullMarked;
