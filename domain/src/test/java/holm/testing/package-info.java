/** What the tests of every module share; published as the test-jar of {@code holm-domain}. */
@NullMarked
package holm.testing;

import org.jspecify.annotations.NullMarked;
