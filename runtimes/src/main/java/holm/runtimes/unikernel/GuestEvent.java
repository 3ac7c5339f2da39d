package holm.runtimes.unikernel;

/** What QEMU says happened to the guest, once and for all; see qapi/run-state.json. */
sealed interface GuestEvent {
    /** @param reason QEMU's word, for example {@code guest-shutdown} */
    record Shutdown(String reason) implements GuestEvent {}

    /** Its kernel told so, by a device for that. */
    record Panicked() implements GuestEvent {}
}
