package check

import (
	"cmp"
	"strings"
)

// policySizes is iam-policy-size. It weighs the ARNs of the secrets that a service's
// execution role may read, each once; the policy around them comes on top.
func (c *checker) policySizes() {
	limit := c.facts.Quota("inlinePoliciesLength").Value
	for _, t := range c.tasks {
		total, secrets := 0, map[string]bool{}
		for _, one := range t.containers {
			for _, v := range one.Secrets {
				name, _, _ := strings.Cut(v.Value, ":")
				if !secrets[name] {
					secrets[name] = true
					total += c.arnLength(name)
				}
			}
		}
		if total > limit {
			c.report(t.path.Then("secrets"), "", "The execution role of %s may read %d secrets, whose ARNs alone take %d characters; the policy of a role has at most %d. Secrets that belong together can be keys of one.",
				t.Name, len(secrets), total, limit)
		}
	}
}

// arnLength is how many characters the ARN of a secret takes in a policy, at least.
func (c *checker) arnLength(node string) int {
	s, ok := c.secret(node)
	if !ok {
		return 0
	}
	known := len(c.Region) + c.facts.IAM.AccountDigits
	name := cmp.Or(s.Secret, c.Name+"-"+c.Environment.Name+"-"+node)
	if s.Store == "ssm" {
		return known + len(`"arn:aws:ssm:::parameter/",`) + len(strings.TrimPrefix(name, "/"))
	}
	return known + len(`"arn:aws:secretsmanager:::secret:",`) + len(name) + len(c.facts.IAM.SecretSuffix)
}
