package holm.root.http;

import holm.domain.AccountId;

/**
 * Whose token came with a request.
 *
 * @param name of the account
 * @param admin whether the account has the role Admin now, whatever its token says
 */
public record Caller(AccountId account, String name, boolean admin) {
    /** @return whether what belongs to {@code owner} is this caller's to see and to change */
    public boolean mayManage(String owner) {
        return admin || name.equals(owner);
    }
}
