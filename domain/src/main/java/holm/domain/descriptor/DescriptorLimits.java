package holm.domain.descriptor;

/**
 * How much a document may ask for. One beyond such a limit is a slip or an attack; what no worker happens to have is not
 * refused but waits.
 */
public final class DescriptorLimits {
    /** A document is written by a person or a small tool; each application is a row and a commit. */
    public static final int APPLICATIONS = 100;

    /** All services of one application are answered in one list, which a dashboard draws as one page. */
    public static final int SERVICES = 500;

    /** 16 TiB: the largest machines that are sold. */
    public static final int MEMORY_MEBIBYTES = 16 * 1_024 * 1_024;

    /** The largest machines that are sold have fewer than 2,048 hardware threads. */
    public static final int VCPUS = 4_096;

    /** Chassis hold 16; some accelerators split in seven. */
    public static final int ACCELERATORS = 128;

    /** 1 PiB: more than a rack of edge servers holds. */
    public static final int STORAGE_MEBIBYTES = 1_024 * 1_024 * 1_024;

    /** 1 Tbit/s in kbit/s: faster than network cards are. */
    public static final int BANDWIDTH_KBITS = 1_000_000_000;

    /** Whoever needs more has a service, not a one-shot. */
    public static final int RETRIES = 100;

    /** Registries take names of 255 and tags of 128 characters; browsers and proxies take URLs of about this length. */
    public static final int CODE_CHARACTERS = 2_048;

    /** Far more than a command line that a person reads. */
    public static final int ARGUMENTS = 1_000;

    /** Arguments and environment together, in UTF-8: an assignment must fit into one frame of a link (200 KiB). */
    public static final int PROCESS_BYTES = 64 * 1_024;

    /** Each is a rule of the worker's packet filter and a port nobody else can have. */
    public static final int PORTS = 64;

    /** The longest text of {@link #PORTS} entries ({@code 65535:65535/udp;}). */
    public static final int PORT_CHARACTERS = PORTS * 16;

    /** There are five kinds of them; a few more for repeated ones. */
    public static final int CONSTRAINTS = 16;

    /** Two families for each of the 30 policies that the address plan has room for, and {@code instances}. */
    public static final int ADDRESSES = 2 * 30 + 1;

    /** All names in one constraint, with their separators: an assignment must fit into one frame of a link. */
    public static final int NAMES_CHARACTERS = 2_048;

    /** The longest DNS name (RFC 1035 2.3.4). */
    public static final int NAME_CHARACTERS = 253;

    /** Entries of lists that Holm knows but does not serve yet (volumes, connectivity, added files). */
    public static final int LIST_ENTRIES = 100;

    /** A page of text; it is shown in a table. */
    public static final int DESCRIPTION_CHARACTERS = 4_096;

    /** Other texts: a state, an area, a place. */
    public static final int TEXT_CHARACTERS = 1_024;

    /** Far deeper than any descriptor; databases and other programs' parsers end at some hundreds. */
    public static final int NESTING = 32;

    private DescriptorLimits() {}
}
