package holm.overlay.agent;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.address.NodeSubnet;
import holm.overlay.network.NodeAddresses;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnSubnetTest {
    private static final NodeSubnet OLD = NodeAddresses.numbered(900);
    private static final NodeSubnet NEXT = NodeAddresses.numbered(901);

    private final OwnSubnet subnet = new OwnSubnet(Optional.of(OLD));

    @Test
    void isToBeOpenedWithWhatIsRememberedUntilItIs() {
        assertThat(subnet.toOpen()).contains(OLD);
        assertThat(subnet.isOpen()).isFalse();
        assertThat(subnet.opened(OLD)).isTrue();
        assertThat(subnet.opened(OLD)).as("a second time").isFalse();
        assertThat(subnet.toOpen()).isEmpty();
    }

    @Test
    void staysOpenWithTheOldOneUntilItIsOpenWithTheNext() {
        subnet.opened(OLD);
        subnet.given(NEXT);
        assertThat(subnet.isOpen()).isTrue();
        assertThat(subnet.toOpen()).contains(NEXT);
        assertThat(subnet.opened(OLD)).as("that came too late").isFalse();
        assertThat(subnet.toOpenAt(1)).contains(NEXT);
        assertThat(subnet.toOpenAt(1)).as("not twice at once").isEmpty();
        assertThat(subnet.opened(NEXT)).isTrue();
        assertThat(subnet.given()).contains(NEXT);
    }

    @Test
    void isToBeOpenedAgainWhenItIsGivenBackWhatIsOpen() {
        subnet.opened(OLD);
        subnet.given(NEXT);
        subnet.given(OLD);
        assertThat(subnet.toOpen()).contains(OLD);
        assertThat(subnet.opened(OLD)).isTrue();
    }

    @Test
    void knowsNothingBeforeTheFirstTime() {
        var fresh = new OwnSubnet(Optional.empty());
        assertThat(fresh.given()).isEmpty();
        assertThat(fresh.toOpen()).isEmpty();
        assertThat(fresh.opened(OLD)).isFalse();
        fresh.given(OLD);
        assertThat(fresh.toOpen()).contains(OLD);
    }
}
