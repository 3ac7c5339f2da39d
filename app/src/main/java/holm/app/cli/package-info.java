/** The commands that talk to a root over its HTTP API: what a person types, and what a script reads. */
@NullMarked
package holm.app.cli;

import org.jspecify.annotations.NullMarked;
