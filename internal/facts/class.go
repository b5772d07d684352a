package facts

import (
	"slices"
	"strings"
)

// Classes are the DB instance classes.
type Classes struct {
	Table
	Units      map[string]float64 // normalized units by size
	Families   map[string]Family  // by name: t4g
	Serverless string             // the class of instances measured in capacity units
}

// Family is a family of classes. Words are separated by spaces.
type Family struct {
	MemoryPerUnit float64           // GiB for each normalized unit
	Sizes         string            // smallest first
	Engines       string            // that offer it somewhere
	Only          map[string]string // sizes, for an engine that does not offer all
}

// Family finds the family of a class, "db.t4g.micro", and the class's size.
func (c Classes) Family(class string) (family Family, size string, ok bool) {
	name, size, ok := splitClass(class)
	if !ok {
		return Family{}, "", false
	}
	family, ok = c.Families[name]
	return family, size, ok
}

// Memory is how many GiB an instance of a class has, and whether it is known.
func (c Classes) Memory(class string) (float64, bool) {
	family, size, ok := c.Family(class)
	if !ok || !slices.Contains(strings.Fields(family.Sizes), size) {
		return 0, false
	}
	return family.MemoryPerUnit * c.Units[size], true
}

// Offered reports whether an engine runs on a class in at least one region.
func (c Classes) Offered(engine, class string) bool {
	family, size, ok := c.Family(class)
	if class == c.Serverless {
		return strings.HasPrefix(engine, "aurora-")
	}
	return ok && slices.Contains(family.sizes(engine), size)
}

// For are the classes that an engine runs on, sorted by family, then by memory.
func (c Classes) For(engine string) []string {
	var all []string
	for _, name := range keys(c.Families) {
		for _, size := range c.Families[name].sizes(engine) {
			all = append(all, "db."+name+"."+size)
		}
	}
	return all
}

// Excluded is the limit that keeps a version of an engine from a class, if there is
// one. A version that leaves the rest to AWS, as "12" does, is the newest of its kind.
func (r RDS) Excluded(engine, version, class string) (ClassLimit, bool) {
	name, _, _ := splitClass(class)
	for _, l := range r.ClassLimits {
		tooOld := l.Since != "" && CompareVersions(version, l.Since) < 0 && !strings.HasPrefix(l.Since, version+".")
		tooNew := l.From != "" && CompareVersions(version, l.From) >= 0
		if l.Engine == engine && l.Family == name && (tooOld || tooNew) {
			return l, true
		}
	}
	return ClassLimit{}, false
}

// sizes are those that an engine offers, smallest first.
func (f Family) sizes(engine string) []string {
	if only, ok := f.Only[engine]; ok {
		return strings.Fields(only)
	}
	if !slices.Contains(strings.Fields(f.Engines), engine) {
		return nil
	}
	return strings.Fields(f.Sizes)
}

// splitClass takes "db.t4g.micro" apart into "t4g" and "micro".
func splitClass(class string) (family, size string, ok bool) {
	rest, ok := strings.CutPrefix(class, "db.")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, ".")
}
