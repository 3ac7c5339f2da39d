/** The smallest entity, for tests of its shell. */
package holm.persistence.counter;
