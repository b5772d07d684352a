package verify

import (
	"path"
	"slices"
	"strings"
)

// stateFolder is the root whose state a folder reads under a label, by the file or the
// key that it names; empty where no root keeps its state there.
func (c *configuration) stateFolder(m *module, label string) string {
	b := m.at["data.terraform_remote_state."+label]
	if b == nil {
		return ""
	}
	config, _ := b.body.get("config")
	if file, ok := config.get("path"); ok {
		return path.Join(m.folder, path.Dir(file.text))
	}
	key, _ := config.get("key")
	for _, folder := range c.folders {
		if path.Dir(folder) == path.Dir(m.folder) && c.modules[folder].stateKey() == key.text {
			return folder
		}
	}
	return ""
}

// stateKey is where a root keeps its state in S3; empty where it does not.
func (m *module) stateKey() string {
	for _, b := range m.blocks {
		for _, backend := range b.body.all("backend") {
			return backend.text("key")
		}
	}
	return ""
}

// hasProvider reports whether a folder has the provider that a reference names: its own,
// or one that it is handed.
func (m *module) hasProvider(name string) bool {
	return name == "aws" || m.at["provider."+name] != nil || slices.Contains(m.aliases(), name)
}

// aliases are the providers beside its own that a module wants to be handed.
func (m *module) aliases() (out []string) {
	for _, b := range m.blocks {
		for _, required := range b.body.all("required_providers") {
			aws, _ := required.get("aws")
			wanted, _ := aws.get("configuration_aliases")
			for _, alias := range wanted.parts {
				out = append(out, alias.text)
			}
		}
	}
	return out
}

// regions are those beside the platform's that something must stand in: CloudFront and
// Cognito take certificates and firewalls from one region alone.
func (o *output) regions() []string {
	p := o.declared
	edge := len(p.Frontends)+len(p.Distributions) > 0
	for _, u := range p.UserPools {
		edge = edge || u.Domain != ""
	}
	if !edge || p.Region == o.edgeRegion() {
		return nil
	}
	return []string{o.edgeRegion()}
}

// edgeRegion is where CloudFront takes certificates and web ACLs from.
func (o *output) edgeRegion() string {
	region, _ := o.facts.Region(o.declared.Region)
	return region.Edge
}

// providerAlias is what the provider of a further region is called.
func providerAlias(region string) string { return strings.ReplaceAll(region, "-", "_") }
