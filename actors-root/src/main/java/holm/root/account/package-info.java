/** Who can log in, what their tokens say, and what they may do to other accounts. */
@NullMarked
package holm.root.account;

import org.jspecify.annotations.NullMarked;
