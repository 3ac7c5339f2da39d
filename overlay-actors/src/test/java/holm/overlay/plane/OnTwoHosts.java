package holm.overlay.plane;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests on two hosts that know each other, the same ones for the whole class: building them takes longer than most tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnTwoHosts {
    private final String letter;
    Lab lab;
    Host home;
    Host away;

    /** @param letter one for each test class */
    OnTwoHosts(String letter) {
        this.letter = letter;
    }

    @BeforeAll
    void buildHosts(@TempDir Path state) throws Exception {
        lab = new Lab(letter, state);
        home = lab.host();
        away = lab.host();
        lab.introduce();
    }

    @AfterAll
    void removeHosts() throws Exception {
        lab.remove();
    }
}
