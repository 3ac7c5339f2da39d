package holm.root.account;

import holm.root.http.Access;
import holm.root.http.Authenticator;
import holm.root.http.Caller;
import java.util.Optional;

/** Believes a token only as far as its account still exists: roles are those of now, and a new password voids older tokens. */
final class TokenAuthenticator implements Authenticator {
    private final Tokens tokens;
    private final Accounts accounts;

    TokenAuthenticator(Tokens tokens, Accounts accounts) {
        this.tokens = tokens;
        this.accounts = accounts;
    }

    @Override
    public Caller authenticate(Optional<String> token, Access access) {
        var text = token.orElseThrow(() -> Tokens.refused("token-missing", "Missing authentication token"));
        var grant = tokens.verify(text, access == Access.REFRESH ? TokenType.REFRESH : TokenType.ACCESS);
        var account = accounts.find(grant.name())
                .orElseThrow(() -> Tokens.refused("account-gone", "the account of this token does not exist any more"));
        // Tokens count whole seconds.
        if (grant.issuedAt().getEpochSecond() < account.passwordSetAtMillis() / 1_000) {
            throw Tokens.refused("token-void", "the password was changed after this token was made");
        }
        return new Caller(account.id(), account.name(), account.isAdmin());
    }
}
