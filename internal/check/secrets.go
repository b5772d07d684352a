package check

import (
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// secretKeys is secret-key-unknown: ECS would look for the key only when the task
// starts, and not start it.
func (c *checker) secretKeys() {
	c.eachContainer(func(_ task, one container) {
		for _, v := range one.Secrets {
			name, key, keyed := strings.Cut(v.Value, ":")
			s, ok := c.secret(name)
			if !ok || !keyed || s.Store == "ssm" || slices.Contains(s.Keys, key) {
				continue
			}
			at := one.path.Then("secrets", v.Key)
			if len(s.Keys) == 0 {
				c.report(at, "secrets: "+model.Label(name)+`: keys: ["`+key+`"]`, "%s takes the key %q of the secret %s, which declares no keys: it is taken for one plain value.", one.Name, key, name)
			} else {
				c.report(at, meant(key, s.Keys), "%s takes the key %q of the secret %s, which has %s.", one.Name, key, name, list(s.Keys))
			}
			c.also(model.At("secrets", name), "the secret")
		}
	})
}

// parameterKeys is secret-key-ssm.
func (c *checker) parameterKeys() {
	for _, s := range c.Secrets {
		if s.Store == "ssm" && len(s.Keys) > 0 {
			c.report(model.At("secrets", s.Name, "keys"), `store: "secretsmanager"`, "%s is a parameter of Parameter Store, and ECS takes single keys from Secrets Manager only.", s.Name)
		}
	}
	c.eachContainer(func(_ task, one container) {
		for _, v := range one.Secrets {
			name, key, keyed := strings.Cut(v.Value, ":")
			if s, ok := c.secret(name); ok && keyed && s.Store == "ssm" {
				c.report(one.path.Then("secrets", v.Key), v.Key+`: "`+name+`"`, "%s takes the key %q of %s, a parameter of Parameter Store, and ECS takes single keys from Secrets Manager only.", one.Name, key, name)
			}
		}
	})
}

// newParameters is secret-ssm-existing: a parameter cannot be created without a
// value, and no value stands in a file.
func (c *checker) newParameters() {
	for _, s := range c.Secrets {
		if s.Store == "ssm" && !s.Existing {
			c.report(model.At("secrets", s.Name, "store"), "existing: true", "%s is to be created in Parameter Store, which creates no parameter without a value, and no value may stand in a file.", s.Name)
		}
	}
}

// secretNames is secret-name.
func (c *checker) secretNames() {
	for _, s := range c.Secrets {
		if s.Secret == "" {
			continue
		}
		kind, what := "secret", "secret"
		if s.Store == "ssm" {
			kind, what = "ssm-parameter", "parameter"
		}
		at := model.At("secrets", s.Name, "name")
		// Of a secret that is there AWS has accepted the name, whatever it advises.
		if fault := c.facts.Name(kind).Fault(s.Secret); fault != "" && (s.Store == "ssm" || !s.Existing) {
			c.report(at, "", "The name %q of the %s %s %s.", s.Secret, what, s.Name, fault)
		}
	}
}

// idleSecrets is secret-unused.
func (c *checker) idleSecrets() {
	named, lost := map[string]bool{}, false
	c.eachReference(func(r reference) {
		named[r.name] = true
		lost = lost || r.secret() && c.family[r.name] == "" // ref-unknown-node, and this may be meant
	})
	for _, s := range c.Secrets {
		if !lost && !named[s.Name] {
			c.report(model.At("secrets", s.Name), "", "No variable and no identity provider reads %s.", s.Name)
		}
	}
}

// keyRegions is secret-kms-region: a KMS key serves its own region only.
func (c *checker) keyRegions() {
	for _, s := range c.Secrets {
		c.keyRegion(model.At("secrets", s.Name, "kmsKey"), s.KMSKey, s.Name, "secret")
	}
}

func (c *checker) keyRegion(at model.Path, key, of, kind string) {
	if parts := strings.Split(key, ":"); len(parts) >= 4 && parts[3] != c.Region {
		c.report(at, "", "The key of %s is in %s, and the %s in %s: a KMS key encrypts in its own region only.", of, parts[3], kind, c.Region)
	}
}
