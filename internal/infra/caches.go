package infra

import (
	"cmp"
	"fmt"
	"strconv"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// cacheEngine is what is known of a cache's engine. The schema allows no other.
func (b *builder) cacheEngine(c model.Cache) facts.CacheEngine {
	e, ok := b.facts.ElastiCache.Engine(c.Engine)
	if !ok {
		panic("infra: nothing is known of the engine " + c.Engine)
	}
	return e
}

func (b *builder) cachePort(c model.Cache) int { return cmp.Or(c.Port, b.cacheEngine(c).Port) }

func (b *builder) cacheGroups() {
	for _, c := range b.in.Caches {
		b.guard(model.At("caches", c.Name), c.Name, "ElastiCache "+b.names.known(c.Name), c.SecurityGroup)
	}
}

func (b *builder) caches() {
	for _, c := range b.in.Caches {
		b.out.Caches = append(b.out.Caches, b.cache(c))
	}
}

func (b *builder) cache(c model.Cache) Cache {
	at, engine := model.At("caches", c.Name), b.cacheEngine(c)
	out := Cache{
		Name: c.Name, Label: labelOf(c.Name), Title: c.Title, Purpose: c.Purpose, Holds: c.Holds, Stack: b.stack(partCaches, c.App),
		Identifier: b.cacheIdentifier(c), Engine: c.Engine, EngineTitle: engine.Title, Version: c.Version, Class: c.Class,
		Replicas: c.Replicas, MultiAZ: c.MultiAZ, Port: b.cachePort(c),
		SubnetGroup: b.names.derived("cache-subnet-group", at, c.Name), Tier: b.databaseTier(), SecurityGroup: b.group[c.Name],
		Token: b.names.derived("ssm-parameter", at, c.Name, "token"), Secret: b.names.derived("secret", at, c.Name),
		SnapshotDays: c.SnapshotDays, SnapshotWindow: c.SnapshotWindow, MaintenanceWindow: c.MaintenanceWindow,
	}
	policy, _ := c.Parameters.Get(b.facts.ElastiCache.PolicyParameter)
	out.Eviction = cmp.Or(policy, b.facts.ElastiCache.DefaultPolicy)
	if len(c.Parameters) > 0 {
		out.ParameterFamily, _ = engine.Family(c.Version) // cache-parameter-family sees to it that there is one
		out.Parameters = c.Parameters
	}
	if c.FinalSnapshot {
		out.FinalSnapshot = b.names.given("cache-snapshot", at, out.Identifier+"-final")
	}
	return out
}

func (b *builder) cacheIdentifier(c model.Cache) string {
	at := model.At("caches", c.Name)
	if c.Identifier != "" {
		return b.names.given("cache-group", at.Then("identifier"), c.Identifier)
	}
	return b.names.derived("cache-group", at, c.Name)
}

// nodeSuffix is what ElastiCache puts after a group's identifier for its i-th node.
func nodeSuffix(i int) string { return fmt.Sprintf("-%03d", i+1) }

func (b *builder) cacheEdge(u use) Edge {
	c := b.in.Caches[u.at]
	return Edge{Port: b.cachePort(c), Label: b.cacheEngine(c).Title + " " + strconv.Itoa(b.cachePort(c))}
}

// useCache brings the way to a cache and what a program needs to connect: an address,
// and a URL with the password in it, which a key of the cache's secret is.
func (b *builder) useCache(u use) grant {
	c := b.out.Caches[u.at]
	g := grant{
		traffic: b.towards(u, b.groupSide(c.Name), c.Port, c.EngineTitle),
		environment: []EnvVar{
			{u.prefix() + "_HOST", Of(c.Name, CacheAddress)},
			{u.prefix() + "_PORT", Text(strconv.Itoa(c.Port))},
		},
		secrets:   []SecretVariable{{u.prefix() + "_URL", Of(c.Name, CacheSecret), "url"}},
		execution: b.permit("secret-read", "Read"+studly(c.Name)+"URL", u.path, Of(c.Name, CacheSecret)),
	}
	if c.Replicas > 0 {
		g.environment = append(g.environment, EnvVar{u.prefix() + "_READ_HOST", Of(c.Name, CacheReadAddress)})
	}
	return g
}
