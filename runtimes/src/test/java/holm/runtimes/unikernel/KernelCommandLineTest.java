package holm.runtimes.unikernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.domain.Virtualization;
import holm.domain.address.IpAddress;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.UnikraftNetdev;
import holm.domain.network.InstanceNetwork;
import holm.runtimes.Runs;
import holm.runtimes.RuntimeFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelCommandLineTest {
    private static final InstanceNetwork NONE = new InstanceNetwork.None();
    private static final InstanceNetwork TAP = new InstanceNetwork.Tap(
            "tap0",
            "02:00:00:00:00:01",
            Optional.of(address("10.18.0.5", 26, "10.18.0.1")),
            Optional.of(address("fc00::5", 120, "fc00::1")),
            1450);

    @Test
    void tellsTheNetworkInBothDialectsAndInBothFamilies() throws Exception {
        assertThat(unikraft(TAP, List.of(), List.of()))
                .isEqualTo("netdev.ip=10.18.0.5/26:10.18.0.1"
                        + " netdev.ipv4_addr=10.18.0.5 netdev.ipv4_gw_addr=10.18.0.1"
                        + " netdev.ipv4_subnet_mask=255.255.255.192"
                        + " netdev.ipv6_addr=fc00::5/120 netdev.ipv6_gw_addr=fc00::1");
    }

    @ParameterizedTest
    @CsvSource({
        "IP, 'netdev.ip=10.18.0.5/26:10.18.0.1 netdev.ipv6_addr=fc00::5/120 netdev.ipv6_gw_addr=fc00::1'",
        "NONE, ''",
    })
    void tellsTheNetworkInTheDialectThatTheDescriptorNames(UnikraftNetdev dialect, String line) throws Exception {
        assertThat(KernelCommandLine.of(
                        descriptor(List.of(), List.of(), dialect), TAP, KernelFormat.ELF, Architecture.AMD64))
                .isEqualTo(line);
    }

    @Test
    void putsTheEnvironmentBeforeTheArguments() throws Exception {
        assertThat(unikraft(NONE, List.of("A=1", "B=two words"), List.of("/bin/app", "-p", "80")))
                .isEqualTo("env.vars=[ A=1 'B=two words' ] -- /bin/app -p 80");
    }

    @Test
    void tellsLinuxWhereItsConsoleIs() throws Exception {
        assertThat(linux(NONE, List.of("NAME=a b"), List.of("serve", "two words")))
                .isEqualTo("console=ttyS0 panic=-1 \"NAME=a b\" -- serve \"two words\"");
    }

    @Test
    void takesAccordionsEmptyCommandForNone() throws Exception {
        assertThat(unikraft(NONE, List.of(), List.of(""))).isEmpty();
    }

    @Test
    void leavesQemusOptionsToTheGuest() throws Exception {
        assertThat(unikraft(NONE, List.of(), List.of("-drive", "file=/etc/shadow,format=raw", "--", "-s")))
                .isEqualTo("-- -drive file=/etc/shadow,format=raw -- -s");
    }

    @Property
    void isSplitByUnikraftIntoWhatWasWritten(
            @ForAll @Size(min = 1, max = 6)
                    List<@NotEmpty @StringLength(max = 12) @CharRange(from = ' ', to = '~') String> arguments)
            throws Exception {
        var line = unikraft(NONE, List.of(), arguments);

        assertThat(UnikraftSplitting.split(line).stream().skip(1)).containsExactlyElementsOf(arguments);
        assertThat(UnikraftSplitting.splitOfOldVersions(line).stream().skip(1)).containsExactlyElementsOf(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "tab\there", "\u0000", "\u0085"})
    void refusesWhatIsNotOnOneLine(String argument) {
        assertThatThrownBy(() -> unikraft(NONE, List.of(), List.of("app", argument)))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining("cmd")
                .hasMessageContaining("one line");
    }

    @Test
    void refusesWhatNobodyCouldReadBack() {
        assertThatThrownBy(() -> unikraft(NONE, List.of(), List.of("app", "")))
                .hasMessage("\"\" in cmd is empty, and a kernel's command line has no empty arguments");
        assertThatThrownBy(() -> unikraft(NONE, List.of("LIST=[1]"), List.of()))
                .hasMessageContaining("LIST=[1]")
                .hasMessageContaining("ends with ]");
        assertThatThrownBy(() -> linux(NONE, List.of(), List.of("say \"so\""))).hasMessageContaining("double quote");
    }

    @Test
    void refusesMoreThanAKernelTakes() {
        assertThatThrownBy(() -> linux(NONE, List.of(), Arrays.asList("x".repeat(2_000), "y".repeat(100))))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining("2047");
    }

    private static InstanceNetwork.Address address(String own, int prefix, String gateway) {
        return new InstanceNetwork.Address(IpAddress.parse(own), prefix, IpAddress.parse(gateway));
    }

    private static String unikraft(InstanceNetwork network, List<String> environment, List<String> cmd)
            throws RuntimeFailure {
        return line(network, environment, cmd, KernelFormat.ELF);
    }

    private static String linux(InstanceNetwork network, List<String> environment, List<String> cmd)
            throws RuntimeFailure {
        return line(network, environment, cmd, KernelFormat.LINUX);
    }

    private static String line(InstanceNetwork network, List<String> environment, List<String> cmd, KernelFormat format)
            throws RuntimeFailure {
        var descriptor = descriptor(cmd, environment, UnikraftNetdev.BOTH);
        return KernelCommandLine.of(descriptor, network, format, Architecture.AMD64);
    }

    private static ServiceDescriptor descriptor(List<String> cmd, List<String> environment, UnikraftNetdev dialect) {
        return new Runs("http://example.org/a.tar.gz", Virtualization.UNIKERNEL, cmd, environment, 16, 1)
                .descriptor(List.of(), dialect);
    }
}
