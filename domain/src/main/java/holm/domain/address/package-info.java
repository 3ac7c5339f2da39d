/** IP addresses as values: literals read and written without a resolver, and the plan that says which address means what. */
@NullMarked
package holm.domain.address;

import org.jspecify.annotations.NullMarked;
