package holm.root.http;

/** Who may call an endpoint. */
public enum Access {
    /** Anybody. */
    OPEN,
    /** Who holds an access token. */
    CALLER,
    /** Who holds an access token of an Admin. */
    ADMIN,
    /** Who holds a refresh token. */
    REFRESH
}
