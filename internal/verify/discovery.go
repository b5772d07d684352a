package verify

import "groundplan.internal/internal/model"

// discoveryName is the private DNS name of a service, or empty.
func (o *output) discoveryName(node string) string {
	if o.declared.Discovery == nil {
		return ""
	}
	for i := range o.declared.Services {
		if s := &o.declared.Services[i]; s.Name == node && s.Discoverable {
			return o.known(node) + "." + o.declared.Discovery.Namespace
		}
	}
	return ""
}

// namespace is the private DNS namespace, where a service has a name in it.
func (o *output) namespace() map[string]arguments {
	for _, s := range o.declared.Services {
		if o.discoveryName(s.Name) != "" {
			return map[string]arguments{"main": {"name": o.declared.Discovery.Namespace, "vpc": o.vpcID()}}
		}
	}
	return nil
}

// privateName is the entry of a service in the namespace.
func (o *output) privateName(s model.Service) arguments {
	if o.discoveryName(s.Name) == "" {
		return nil
	}
	return arguments{
		"name": o.known(s.Name), "dns_config.namespace_id": "aws_service_discovery_private_dns_namespace.main.id",
		"dns_config.dns_records.type": "A", "dns_config.dns_records.ttl": o.declared.Discovery.TTL,
		"dns_config.routing_policy": "MULTIVALUE",
	}
}

// vpcID is how the VPC is spelled.
func (o *output) vpcID() string {
	if o.declared.Network.VPC == "default" {
		return "data.aws_vpc.default.id"
	}
	return "aws_vpc.main.id"
}
