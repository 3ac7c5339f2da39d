package holm.root.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import holm.files.Draft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Optional;
import java.util.UUID;

/**
 * The key that signs tokens. RSA, as Oakestra's: it is made once (about 0.3 s) and signs at logins (2 ms), but it checks in
 * 0.05 ms, at every request. Tokens outlive a restart because the key does.
 */
public final class TokenKey {
    private static final String FILE = "token-key.json";
    private static final int BITS = 2_048;
    private final RSAKey key;

    private TokenKey(RSAKey key) {
        this.key = key;
    }

    /** @return a key that is gone with the process */
    public static TokenKey ephemeral() {
        try {
            return new TokenKey(new RSAKeyGenerator(BITS)
                    .keyID(UUID.randomUUID().toString())
                    .generate());
        } catch (JOSEException noRsa) {
            throw new IllegalStateException("this JDK has no RSA", noRsa);
        }
    }

    /**
     * @param dataDirectory where the key is, or is put, readable only for its owner; empty for an ephemeral one
     * @throws IOException when the file cannot be read or written, or holds something else
     */
    public static TokenKey in(Optional<Path> dataDirectory) throws IOException {
        if (dataDirectory.isEmpty()) {
            return ephemeral();
        }
        var file = dataDirectory.get().resolve(FILE);
        if (Files.exists(file)) {
            return read(file);
        }
        var made = ephemeral();
        Draft.of(file).replaceDurably(file, made.key.toJSONString().getBytes(StandardCharsets.UTF_8));
        return made;
    }

    /** @return the whole key; it signs */
    public RSAKey key() {
        return key;
    }

    /** @return a secret of this installation for another purpose, from which the key cannot be found */
    public byte[] secretFor(String purpose) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(purpose.getBytes(StandardCharsets.UTF_8));
            return digest.digest(key.toRSAPrivateKey().getEncoded());
        } catch (NoSuchAlgorithmException | JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static TokenKey read(Path file) throws IOException {
        try {
            var key = RSAKey.parse(Files.readString(file));
            if (!key.isPrivate() || key.getKeyID() == null) {
                throw new IOException(file + " holds no private key; delete it, and everybody logs in again");
            }
            return new TokenKey(key);
        } catch (ParseException notAKey) {
            throw new IOException(file + " is not a key; delete it, and everybody logs in again", notAKey);
        }
    }
}
