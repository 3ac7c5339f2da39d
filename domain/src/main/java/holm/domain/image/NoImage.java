package holm.domain.image;

/** A text that cannot be the place of an image; the message says which part is wrong, in one line. */
public final class NoImage extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_SHOWN = 60;
    private final String sentence;

    NoImage(String message) {
        super(message);
        this.sentence = message;
    }

    /** Codes may have thousands of characters, a sentence may not. */
    static String shown(String code) {
        return code.length() <= LONGEST_SHOWN ? code : code.substring(0, LONGEST_SHOWN) + "…";
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
