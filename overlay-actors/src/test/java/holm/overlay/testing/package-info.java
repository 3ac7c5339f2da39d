/** What tests of several modules use of the overlay. */
package holm.overlay.testing;
