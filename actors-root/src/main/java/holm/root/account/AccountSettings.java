package holm.root.account;

/** @param defaultPasswordAllowed whether Admin may have the password that Oakestra's clients hard-code: on loopback, or in a closed lab */
public record AccountSettings(boolean defaultPasswordAllowed) {}
