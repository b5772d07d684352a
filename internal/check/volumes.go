package check

import (
	"path"
	"strings"

	"groundplan.internal/internal/model"
)

// eachMount calls f with every use of a volume.
func (c *checker) eachMount(f func(by user, u model.Use, at model.Path)) {
	c.eachUse(func(by user, u model.Use, at model.Path) {
		if c.family[u.Name] == "volumes" && !c.shared[u.Name] {
			f(by, u, at)
		}
	})
}

// mountPaths is volume-path: where a volume cannot be mounted.
func (c *checker) mountPaths() {
	c.eachMount(func(by user, u model.Use, at model.Path) {
		switch clean := path.Clean(u.Path); {
		case by.function: // volume-function says more
		case u.Path == "":
			c.report(at, model.Label(u.Name)+`: path: "/mnt/`+u.Name+`"`, "%s uses the volume %s, and does not say where its container has it.", by.name, u.Name)
		case clean == "/":
			c.report(at.Then("path"), `path: "/mnt/`+u.Name+`"`, "%s would have %s in place of all that is in its image.", by.name, u.Name)
		case clean != u.Path:
			c.report(at.Then("path"), `path: "`+clean+`"`, "%s has %s at %q, which is %q.", by.name, u.Name, u.Path, clean)
		}
	})
}

// mountClashes is volume-path-clash: two volumes of a container, one in the place of the
// other or within it.
func (c *checker) mountClashes() {
	earlier := map[string][]model.Use{} // by user
	c.eachMount(func(by user, u model.Use, at model.Path) {
		for _, other := range earlier[by.name] {
			inner, outer := u, other
			if len(inner.Path) < len(outer.Path) {
				inner, outer = outer, inner
			}
			switch {
			case u.Path == other.Path:
				c.report(at.Then("path"), "", "%s has %s and %s both at %s.", by.name, other.Name, u.Name, u.Path)
			case strings.HasPrefix(inner.Path, outer.Path+"/"):
				c.report(at.Then("path"), "", "%s has %s at %s, which is within %s: which of the two is mounted first, nobody says.", by.name, inner.Name, inner.Path, outer.Name)
			default:
				continue
			}
			c.also(by.path.Then("uses", other.Name), "the other one")
		}
		if u.Path != "" && path.Clean(u.Path) != "/" {
			earlier[by.name] = append(earlier[by.name], u)
		}
	})
}

// mountAccess is volume-access: a file system that is written is read.
func (c *checker) mountAccess() {
	c.eachMount(func(by user, u model.Use, at model.Path) {
		if u.Access == "write" {
			c.report(at.Then("access"), `access: "readwrite"`, "%s would write to %s and not read it: a volume is mounted to read, or to read and write.", by.name, u.Name)
		}
	})
}

// mountingFunctions is volume-function.
func (c *checker) mountingFunctions() {
	c.eachMount(func(by user, u model.Use, at model.Path) {
		if by.function {
			c.report(at, "", "%s uses the volume %s, and volumes are mounted by services and jobs alone: a bucket is what a function shares with them.", by.name, u.Name)
		}
	})
}

// idleVolumes is volume-unused.
func (c *checker) idleVolumes() {
	used := map[string]bool{}
	c.eachMount(func(_ user, u model.Use, _ model.Path) { used[u.Name] = true })
	for _, v := range c.Volumes {
		if !used[v.Name] {
			c.report(model.At("volumes", v.Name), "", "Nothing uses %s: no role may mount it.", v.Name)
		}
	}
}

// volumeKeys is volume-kms-region.
func (c *checker) volumeKeys() {
	for _, v := range c.Volumes {
		c.keyRegion(model.At("volumes", v.Name, "kmsKey"), v.KMSKey, v.Name, "volume")
	}
}

// looseVolumes is volume-production-protection, one finding for each loosened field.
func (c *checker) looseVolumes() {
	if !c.Environment.Productive() {
		return
	}
	for _, v := range c.Volumes {
		at := model.At("volumes", v.Name)
		if !v.Policy {
			c.report(at.Then("policy"), "policy: true", "%s is a volume of %s, and whoever its security group lets through may mount and change it.", v.Name, c.Environment.Name)
		}
		if !v.Backup {
			c.report(at.Then("backup"), "backup: true", "%s is a volume of %s, and nothing brings back what somebody deletes in it.", v.Name, c.Environment.Name)
		}
		if !v.DeletionProtection {
			c.report(at.Then("deletionProtection"), "deletionProtection: true", "%s is a volume of %s, and is deleted with all that is in it when it leaves the platform.", v.Name, c.Environment.Name)
		}
	}
}
