package holm.overlay.address;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.address.IpAddress;
import java.util.List;
import java.util.Optional;

/** What happened to a pool. Names are stored in the journal: add new ones, never change these. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({@Type(AddressPoolEvent.Given.class), @Type(AddressPoolEvent.GivenBack.class)})
public sealed interface AddressPoolEvent {
    /**
     * These have an owner now.
     *
     * @param next where the order goes on; empty after its end
     * @param passedOver resting ones that the order came by; they wait their turn
     * @param atMillis when, milliseconds since 1970
     */
    @JsonTypeName("address-pool-given-v1")
    record Given(List<Holding> holdings, Optional<IpAddress> next, List<IpAddress> passedOver, long atMillis)
            implements AddressPoolEvent {
        public Given {
            holdings = List.copyOf(holdings);
            passedOver = List.copyOf(passedOver);
        }
    }

    /**
     * These owners have nothing here any more.
     *
     * @param unused whether they need no rest
     */
    @JsonTypeName("address-pool-given-back-v1")
    record GivenBack(List<String> owners, boolean unused, long atMillis) implements AddressPoolEvent {
        public GivenBack {
            owners = List.copyOf(owners);
        }
    }
}
