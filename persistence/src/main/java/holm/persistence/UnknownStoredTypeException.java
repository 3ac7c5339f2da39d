package holm.persistence;

import java.io.NotSerializableException;

/** Something stored has a name that this program does not know: it was written by a newer one, or its record was not listed. */
public final class UnknownStoredTypeException extends NotSerializableException {
    UnknownStoredTypeException(String name) {
        super("the journal holds \"" + name
                + "\", which this version of Holm does not know; was it written by a newer one?");
    }
}
