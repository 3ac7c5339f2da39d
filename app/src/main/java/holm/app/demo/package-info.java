/** {@code holm up --demo}: an application that needs no registry, deployed before one's eyes. */
@NullMarked
package holm.app.demo;

import org.jspecify.annotations.NullMarked;
