/** The program: configuration, command line, and the wiring of one node. */
@NullMarked
package holm.app;

import org.jspecify.annotations.NullMarked;
