package holm.overlay.agent;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.overlay.network.NodeAddresses;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnSubnetTest {
    private static final NodeSubnet OLD = NodeAddresses.numbered(900);
    private static final NodeSubnet NEXT = NodeAddresses.numbered(901);

    private static final WorkerId SELF = Tables.worker(1);
    private static final WorkerId NEWER = Tables.worker(9);

    private final OwnSubnet subnet = new OwnSubnet(Optional.of(own(OLD, SELF)), Optional.of(SELF));

    @Test
    void isToBeOpenedWithWhatIsRememberedUntilItIs() {
        assertThat(subnet.toOpen()).contains(own(OLD, SELF));
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
        assertThat(subnet.toOpen()).contains(own(NEXT, SELF));
        assertThat(subnet.opened(OLD)).as("that came too late").isFalse();
        assertThat(subnet.toOpenAt(1)).contains(own(NEXT, SELF));
        assertThat(subnet.toOpenAt(1)).as("not twice at once").isEmpty();
        assertThat(subnet.opened(NEXT)).isTrue();
        assertThat(subnet.given()).contains(NEXT);
    }

    @Test
    void isToBeOpenedAgainWhenItIsGivenBackWhatIsOpen() {
        subnet.opened(OLD);
        subnet.given(NEXT);
        subnet.given(OLD);
        assertThat(subnet.toOpen()).contains(own(OLD, SELF));
        assertThat(subnet.opened(OLD)).isTrue();
    }

    @Test
    void isDoubtedUnderAnotherIdUntilItIsGivenAgain() {
        subnet.opened(OLD);
        subnet.connected(NEWER);
        assertThat(subnet.isDoubted()).isTrue();
        assertThat(subnet.isOpen()).as("what runs goes on").isTrue();
        subnet.given(OLD);
        assertThat(subnet.isDoubted()).isFalse();
        assertThat(subnet.toOpen()).as("it let nobody in").contains(own(OLD, NEWER));
    }

    @Test
    void isGoodAgainUnderTheIdThatItWasGivenTo() {
        subnet.opened(OLD);
        subnet.connected(NEWER);
        assertThat(subnet.toOpen()).isEmpty();
        subnet.connected(SELF);
        assertThat(subnet.isDoubted()).isFalse();
        assertThat(subnet.toOpen()).as("it let nobody in").contains(own(OLD, SELF));
    }

    @Test
    void isConfirmedInEachSession() {
        subnet.connected(SELF);
        assertThat(subnet.isConfirmed()).isFalse();
        assertThat(subnet.isDoubted()).as("the root may be away").isFalse();
        subnet.given(OLD);
        assertThat(subnet.isConfirmed()).isTrue();
        subnet.connected(SELF);
        assertThat(subnet.isConfirmed()).isFalse();
    }

    @Test
    void isThisWorkersWhenNobodyWroteDownWhoseItIs() {
        var written = new OverlayMemory.Subnet(OLD, Optional.empty());
        var known = new OwnSubnet(Optional.of(written), Optional.of(SELF));
        assertThat(known.toOpen()).contains(own(OLD, SELF));
        known.connected(NEWER);
        assertThat(known.isDoubted()).isTrue();
        var wished = new OwnSubnet(Optional.of(written), Optional.empty());
        assertThat(wished.toOpen()).isEmpty();
        wished.connected(SELF);
        assertThat(wished.toOpen()).contains(own(OLD, SELF));
    }

    @Test
    void knowsNothingBeforeTheFirstTime() {
        var fresh = new OwnSubnet(Optional.empty(), Optional.empty());
        assertThat(fresh.given()).isEmpty();
        assertThat(fresh.toOpen()).isEmpty();
        assertThat(fresh.opened(OLD)).isFalse();
        fresh.connected(SELF);
        assertThat(fresh.isDoubted()).isFalse();
        fresh.given(OLD);
        assertThat(fresh.toOpen()).contains(own(OLD, SELF));
    }

    private static OverlayMemory.Subnet own(NodeSubnet subnet, WorkerId worker) {
        return new OverlayMemory.Subnet(subnet, Optional.of(worker));
    }
}
