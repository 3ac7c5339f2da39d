/** Which back ends a service address leads to, as one worker sees it. Pure: round trips and earlier choices are passed in. */
@NullMarked
package holm.overlay.balance;

import org.jspecify.annotations.NullMarked;
