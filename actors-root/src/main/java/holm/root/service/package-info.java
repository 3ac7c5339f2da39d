/** Services: what should run, how many of it, and under which numbers. */
@NullMarked
package holm.root.service;

import org.jspecify.annotations.NullMarked;
