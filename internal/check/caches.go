package check

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// cacheVersions is cache-version-unknown.
func (c *checker) cacheVersions() {
	for _, n := range c.Caches {
		engine, _ := c.facts.ElastiCache.Engine(n.Engine)
		known := engine.VersionNames()
		if slices.Contains(known, n.Version) || c.newerCache(n) {
			continue
		}
		hint, why := fmt.Sprintf("version: %q", known[len(known)-1]), "ElastiCache has no %s %s for new caches; it has %s."
		if next, follows := c.facts.ElastiCache.Engine(engine.Ended); follows && facts.CompareVersions(n.Version, known[len(known)-1]) > 0 {
			versions := next.VersionNames()
			hint = fmt.Sprintf("engine: %q, version: %q", engine.Ended, versions[len(versions)-1])
			why += " None follows: it goes on with " + next.Title + "."
		}
		c.report(model.At("caches", n.Name, "version"), hint, why, engine.Title, n.Version, list(known))
	}
}

// newCacheVersions is cache-version-unverified.
func (c *checker) newCacheVersions() {
	for _, n := range c.Caches {
		if engine, _ := c.facts.ElastiCache.Engine(n.Engine); c.newerCache(n) && !c.familyUnknown(n) {
			c.report(model.At("caches", n.Name, "version"), "", "%s %s is newer than the versions known here, of %s.", engine.Title, n.Version, c.facts.ElastiCache.Checked)
		}
	}
}

// newerCache reports whether a version is later than all that are known: it may well
// have come out since.
func (c *checker) newerCache(n model.Cache) bool {
	engine, _ := c.facts.ElastiCache.Engine(n.Engine)
	known := engine.VersionNames()
	return engine.Ended == "" && facts.CompareVersions(n.Version, known[len(known)-1]) > 0
}

// cacheClasses is cache-class-unknown: no such family or size, or one that cannot be had.
func (c *checker) cacheClasses() {
	for _, n := range c.Caches {
		if _, known := c.facts.ElastiCache.Memory(n.Class); known {
			continue
		}
		at := model.At("caches", n.Name, "class")
		if why := c.facts.ElastiCache.RefusedFor(n.Class); why != "" {
			c.report(at, "", "%s, which %s asks for, cannot be chosen: %s.", n.Class, n.Name, why)
			continue
		}
		all := c.facts.ElastiCache.ClassNames()
		family := n.Class[:strings.LastIndex(n.Class, ".")+1]
		if sizes := slices.DeleteFunc(slices.Clone(all), func(class string) bool { return !strings.HasPrefix(class, family) }); len(sizes) > 0 {
			c.report(at, "", "ElastiCache has no node class %s, which %s asks for; of its family there is %s.", n.Class, n.Name, list(sizes))
			continue
		}
		c.report(at, meant(n.Class, all), "ElastiCache has no node class %s, which %s asks for.", n.Class, n.Name)
	}
}

// cacheZones is cache-multi-az: several zones take several nodes, and several zones.
func (c *checker) cacheZones() {
	for _, n := range c.Caches {
		at := model.At("caches", n.Name)
		switch {
		case !n.MultiAZ:
		case n.Replicas == 0:
			c.report(at.Then("multiAZ"), "replicas: 1, or multiAZ: false", "%s has one node, which stands in one zone; what takes over in another is a replica.", n.Name)
		case c.zones() < 2:
			c.report(at.Then("multiAZ"), "", "The network has %s, and the nodes of %s shall stand in several.", count(c.zones(), "zone"), n.Name)
			c.also(model.At("network", "zones"), "the zones")
		}
	}
}

// cacheParameters is cache-parameter: what would make several shards, and a policy that
// there is not.
func (c *checker) cacheParameters() {
	e := c.facts.ElastiCache
	for _, n := range c.Caches {
		at := model.At("caches", n.Name, "parameters")
		if _, sharded := n.Parameters.Get(e.ShardParameter); sharded {
			c.report(at.Then(e.ShardParameter), "", "A cache has one shard, so that every client can speak to it: %s cannot be set.", e.ShardParameter)
		}
		if policy, ok := n.Parameters.Get(e.PolicyParameter); ok && !slices.Contains(e.Policies, policy) {
			c.report(at.Then(e.PolicyParameter), meant(policy, e.Policies), "%s of %s is %q; it can be %s.", e.PolicyParameter, n.Name, policy, list(e.Policies))
		}
	}
}

// familyUnknown reports whether a cache's parameters need a group of a family that is not
// known.
func (c *checker) familyUnknown(n model.Cache) bool {
	engine, _ := c.facts.ElastiCache.Engine(n.Engine)
	_, known := engine.Family(n.Version)
	return !known && len(n.Parameters) > 0
}

// unknownCacheFamilies is cache-parameter-family. A version that there is not is reported
// as that.
func (c *checker) unknownCacheFamilies() {
	for _, n := range c.Caches {
		if !c.newerCache(n) || !c.familyUnknown(n) {
			continue
		}
		engine, _ := c.facts.ElastiCache.Engine(n.Engine)
		versions := engine.VersionNames()
		c.report(model.At("caches", n.Name, "parameters"), fmt.Sprintf("version: %q", versions[len(versions)-1]), "Parameters stand in a group of a family, and which one %s %s belongs to is not known here; %s is.", engine.Title, n.Version, list(versions))
		c.also(model.At("caches", n.Name, "version"), "the version")
	}
}

// strangeCacheParameters is cache-parameter-unknown.
func (c *checker) strangeCacheParameters() {
	e := c.facts.ElastiCache
	for _, n := range c.Caches {
		engine, _ := e.Engine(n.Engine)
		family, ok := engine.Family(n.Version)
		if !ok {
			continue // cache-parameter-family
		}
		known := e.ParameterNames(family)
		for _, p := range n.Parameters {
			if p.Key != e.ShardParameter && !slices.Contains(known, p.Key) {
				c.report(model.At("caches", n.Name, "parameters", p.Key), meant(p.Key, known), "No parameter %q of the family %s, which %s has, is known to be one that can be set.", p.Key, family, n.Name)
			}
		}
	}
}

// lostTasks is cache-evicts-tasks: a broker keeps tasks as keys.
func (c *checker) lostTasks() {
	e := c.facts.ElastiCache
	for _, t := range c.tasks {
		program := c.queueOf(t)
		if program == "" {
			continue
		}
		used := slices.DeleteFunc(slices.Clone(t.Uses), func(u model.Use) bool { return c.family[u.Name] != "caches" })
		policy := func(u model.Use) string {
			value, _ := c.Caches[c.place[u.Name]].Parameters.Get(e.PolicyParameter)
			return value
		}
		if slices.ContainsFunc(used, func(u model.Use) bool { return !slices.Contains(e.EvictAnyKey, policy(u)) }) {
			continue // which may be the broker
		}
		for _, u := range used {
			c.report(model.At("caches", u.Name, "parameters", e.PolicyParameter), model.Label(e.PolicyParameter)+`: "noeviction"`,
				"%s runs %s with %s, which lets any key go when it is full, tasks that wait too (%s).", t.Name, program, u.Name, policy(u))
			c.also(t.path.Then("uses", u.Name), "the use")
		}
	}
}

// queueOf is the program by which a task works off what waits in a cache: an argument of
// its command, or a word of a command line; empty if it runs none that is known.
func (c *checker) queueOf(t task) string {
	for _, argument := range slices.Concat(t.EntryPoint, t.Command) {
		for _, word := range strings.Fields(argument) {
			if program := path.Base(word); slices.Contains(c.facts.ElastiCache.Queues, program) {
				return program
			}
		}
	}
	return ""
}

// shortCacheWindows is cache-window-length.
func (c *checker) shortCacheWindows() {
	e := c.facts.ElastiCache
	for _, n := range c.Caches {
		at := model.At("caches", n.Name)
		if n.SnapshotWindow != "" {
			if w := dailyWindow(n.SnapshotWindow); w.length < e.SnapshotWindowMinutes {
				c.report(at.Then("snapshotWindow"), "", "The window %s of %s has %d minutes; ElastiCache wants %d at least.", n.SnapshotWindow, n.Name, w.length, e.SnapshotWindowMinutes)
			}
		}
		if n.MaintenanceWindow != "" {
			if w := weeklyWindow(n.MaintenanceWindow); w.length < e.WindowMinutes {
				c.report(at.Then("maintenanceWindow"), "", "The window %s of %s has %d minutes; ElastiCache wants %d at least.", n.MaintenanceWindow, n.Name, w.length, e.WindowMinutes)
			}
		}
	}
}

// cacheWindowOverlaps is cache-windows-overlap.
func (c *checker) cacheWindowOverlaps() {
	for _, n := range c.Caches {
		c.overlap(model.At("caches", n.Name), n.MaintenanceWindow, "snapshot", n.SnapshotWindow)
	}
}

// looseCaches is cache-production-protection, one finding for each loosened field.
func (c *checker) looseCaches() {
	if !c.Environment.Productive() {
		return
	}
	for _, n := range c.Caches {
		at := model.At("caches", n.Name)
		if n.Replicas == 0 {
			c.report(at.Then("replicas"), "replicas: 1", "%s is a cache of %s with one node: while that is replaced, there is none, and what it held is lost but for snapshots.", n.Name, c.Environment.Name)
		}
		if n.SnapshotDays == 0 {
			c.report(at.Then("snapshotDays"), "snapshotDays: 1", "%s is a cache of %s, and nothing keeps what is in it.", n.Name, c.Environment.Name)
		}
		if !n.FinalSnapshot {
			c.report(at.Then("finalSnapshot"), "finalSnapshot: true", "%s is a cache of %s, and is deleted without a last snapshot.", n.Name, c.Environment.Name)
		}
	}
}
