package holm.runtimes;

/**
 * How an instance looks names up.
 *
 * @param address of its name server
 * @param searchDomain what it appends to names without a dot, without a dot at its end
 */
public record Resolver(String address, String searchDomain) {}
