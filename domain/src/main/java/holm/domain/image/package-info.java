/** How people say which image they mean: names in registries, archives in files and behind URLs. */
@NullMarked
package holm.domain.image;

import org.jspecify.annotations.NullMarked;
