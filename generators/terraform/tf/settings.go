package tf

// Versions that the generated code is valid for. use_lockfile needs Terraform
// 1.10; the provider range is what internal/provider checks both ends of.
const (
	terraformVersions = ">= 1.10"
	awsVersions       = ">= 5.100, < 7.0"
)

// versions is the terraform block of the root whose state is called state.
func (c Configuration) versions(state string) *Block {
	b := &Block{Type: "terraform", Body: []Item{
		Set("required_version", String(terraformVersions)),
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

func requiredProviders() *Block {
	return Nested("required_providers", Set("aws", Object{
		{"source", String("hashicorp/aws")},
		{"version", String(awsVersions)},
	}))
}

func (c Configuration) provider() *Block {
	b := &Block{Type: "provider", Labels: []string{"aws"}, Body: []Item{Set("region", String(c.Region))}}
	if len(c.Tags) > 0 {
		b.Add(Nested("default_tags", Set("tags", c.Tags)))
	}
	return b
}

func (c Configuration) stateKey(state string) string {
	return c.Platform + "/" + c.Environment + "/" + state + ".tfstate"
}

// remoteState reads the outputs of another stack.
func (c Configuration) remoteState(stack string) *Block {
	backend, config := "local", Object{
		{"path", String("../" + stack + "/terraform.tfstate")}, // from the root's own directory
	}
	if c.State.Bucket != "" {
		backend, config = "s3", Object{
			{"bucket", String(c.State.Bucket)},
			{"key", String(c.stateKey(stack))},
			{"region", String(c.State.Region)},
		}
	}
	return Data("terraform_remote_state", stack, Set("backend", String(backend)), Gap{}, Set("config", config))
}
