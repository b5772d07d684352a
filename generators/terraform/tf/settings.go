package tf

import (
	"slices"
	"strings"
)

// Versions that the generated code is valid for. use_lockfile needs Terraform
// 1.10, write-only arguments need 1.11; the provider range is what internal/provider
// checks both ends of.
const (
	terraformVersions = ">= 1.10"
	writeOnlyVersions = ">= 1.11"
	awsVersions       = ">= 5.100, < 7.0"
)

// versions is the terraform block of the root of some stacks, whose state is called state.
func (c Configuration) versions(state string, stacks ...*unit) *Block {
	terraform := terraformVersions
	if slices.ContainsFunc(stacks, (*unit).writesOnly) {
		terraform = writeOnlyVersions
	}
	b := &Block{Type: "terraform", Body: []Item{
		Set("required_version", String(terraform)),
		requiredProviders(),
	}}
	if c.State.Bucket != "" {
		b.Add(&Block{Type: "backend", Labels: []string{"s3"}, Body: []Item{
			Set("bucket", String(c.State.Bucket)),
			Set("key", String(c.stateKey(state))),
			Set("region", String(c.State.Region)),
			Set("encrypt", Bool(true)),
			Set("use_lockfile", Bool(true)),
		}})
	}
	return b
}

// writesOnly reports whether a block of the stack has a write-only argument, which the
// provider names by this ending.
func (u *unit) writesOnly() bool {
	for _, f := range u.Files {
		for _, b := range f.Blocks {
			for _, item := range b.Body {
				if a, ok := item.(*Attr); ok && strings.HasSuffix(a.Name, "_wo") {
					return true
				}
			}
		}
	}
	return false
}

// requiredProviders asks for the provider, and in a module for those of further regions.
func requiredProviders(regions ...string) *Block {
	aws := Object{
		{Key: "source", Value: String("hashicorp/aws")},
		{Key: "version", Value: String(awsVersions)},
	}
	var aliases List
	for _, region := range regions {
		aliases = append(aliases, Ident(providerIn(region)))
	}
	if len(aliases) > 0 {
		aws = append(aws, Entry{Key: "configuration_aliases", Value: aliases})
	}
	return Nested("required_providers", Set("aws", aws))
}

func (c Configuration) provider(region string) *Block {
	b := &Block{Type: "provider", Labels: []string{"aws"}, Body: []Item{Set("region", String(region))}}
	if c.Account != "" {
		b.Add(Set("allowed_account_ids", Strings(c.Account)))
	}
	if len(c.Tags) > 0 {
		b.Add(Nested("default_tags", Set("tags", c.Tags)))
	}
	return b
}

func (c Configuration) stateKey(state string) string {
	return c.Platform + "/" + c.Environment + "/" + state + ".tfstate"
}

// remoteState reads the outputs of another stack.
func (c Configuration) remoteState(u *unit) *Block {
	backend, config := "local", Object{
		{Key: "path", Value: String("../" + u.dir() + "/terraform.tfstate")}, // from the root's own folder
	}
	if c.State.Bucket != "" {
		backend, config = "s3", Object{
			{Key: "bucket", Value: String(c.State.Bucket)},
			{Key: "key", Value: String(c.stateKey(u.Name))},
			{Key: "region", Value: String(c.State.Region)},
		}
	}
	return Data("terraform_remote_state", u.label(), Set("backend", String(backend)), Gap{}, Set("config", config))
}
