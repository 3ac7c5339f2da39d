package holm.root.instance;

import holm.domain.ApplicationId;
import holm.domain.descriptor.ServiceDescriptor;

/**
 * What an instance is; never changes.
 *
 * @param owner name of the account that owns the application
 */
public record InstanceDefinition(ApplicationId application, String owner, ServiceDescriptor descriptor) {}
