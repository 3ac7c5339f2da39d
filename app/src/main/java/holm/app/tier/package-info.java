/** The commands that start tiers: what they are told on the command line and in the configuration, and how they stop. */
@NullMarked
package holm.app.tier;

import org.jspecify.annotations.NullMarked;
