/**
 * Who gets which address: the pools of Oakestra's address plan, in its order, with what Holm adds: every address is given back and
 * reused, none is ever given twice. Pure: time is passed in.
 */
@NullMarked
package holm.overlay.address;

import org.jspecify.annotations.NullMarked;
