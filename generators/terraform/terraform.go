// Package terraform writes one environment of a decided platform as Terraform: the
// IR enters, files below terraform/ leave, as an expert would have written them. It
// decides nothing that another output also says (names, rules, permissions), and
// knows neither the author's input nor the text of HCL, which is tf's.
package terraform

import (
	"path"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// families are what resources there are, in the order in which they are written.
// A new family is one row.
func families() []func(*emitter) {
	return []func(*emitter){
		(*emitter).vpc,
		(*emitter).subnets,
		(*emitter).nat,
		(*emitter).routes,
		(*emitter).flowLogs,
		(*emitter).prefixLists,
		(*emitter).securityGroups,
		(*emitter).endpoints,
		(*emitter).networkACLs,
		(*emitter).secrets,
		(*emitter).databases,
		(*emitter).caches,
		(*emitter).buckets,
		(*emitter).volumes,
		(*emitter).queues,
		(*emitter).certificates,
		(*emitter).firewalls,
		(*emitter).balancers,
		(*emitter).clientSecrets,
		(*emitter).userPools,
		(*emitter).repositories,
		(*emitter).guardrails,
		(*emitter).discovery,
		(*emitter).cluster,
		(*emitter).sharedLogGroups,
		(*emitter).services,
		(*emitter).jobs,
		(*emitter).functions,
		(*emitter).gateways,
		(*emitter).distributions,
		(*emitter).records,
		(*emitter).pipelines,
		(*emitter).monitoring,
	}
}

// Draft is the Terraform of a platform before it is written.
type Draft struct{ e *emitter }

// Of is the Terraform of a platform; nothing for an environment that does not run on AWS.
func Of(p infra.Platform) Draft {
	e := newEmitter(p)
	if p.Local != nil {
		return Draft{e}
	}
	for _, family := range families() {
		family(e)
	}
	e.accounts()
	return Draft{e}
}

// Emit writes the Terraform of a platform whose resources have not moved.
func Emit(p infra.Platform) ([]artifact.File, []infra.Root) { return Of(p).Files(nil) }

// Files are the draft's, with paths relative to the environment's folder, and say which
// resources have moved; in the layout of stacks, the roots that there are come too. Whatever
// can be wrong with a platform is found before, so that it panics over references that do
// not hold.
func (d Draft) Files(moves []infra.Move) ([]artifact.File, []infra.Root) {
	e, p := d.e, d.e.p
	if p.Local != nil {
		return nil, nil
	}
	e.moved(moves)
	c := e.configuration()
	if p.Domain.Variable != "" {
		c.EachText(e.text)
	}
	files, roots, err := tf.Link(c)
	if err != nil {
		panic("terraform: the platform does not hold together: " + err.Error())
	}
	if len(roots) > 0 {
		files = append(files, stacksFile(p, roots))
	}
	for i := range files {
		files[i].Path = path.Join("terraform", files[i].Path)
	}
	return files, rootsOf(p, roots)
}

// emitter is the Terraform of a platform while it is written, with indexes of what
// other resources refer to.
type emitter struct {
	p             infra.Platform
	stacks        map[infra.Stack]*tf.Stack
	exports       []tf.Export
	taken         map[string]bool             // names of variables and exports
	rules         map[string][]infra.Rule     // by label of their group
	addresses     map[nodeAttribute]tf.Ref    // of what nodes have
	logGroups     map[string][]infra.LogGroup // by the file that they stand in with what writes to them
	listenerRules map[string][]askedRule      // by service
	account       map[infra.Stack]bool        // stacks that ask for the account
	zones         map[infra.Stack]bool        // stacks that look the hosted zone up
	subnetIDs     map[infra.Tier]tf.Use       // by tier
	trusting      map[infra.Stack]bool        // stacks with the document that trusts ECS
}

// askedRule is a rule and the balancer that asks it.
type askedRule struct {
	balancer infra.Balancer
	rule     infra.ListenerRule
}

type nodeAttribute struct {
	node      string
	attribute infra.Attribute
}

func newEmitter(p infra.Platform) *emitter {
	e := &emitter{
		p:         p,
		stacks:    make(map[infra.Stack]*tf.Stack),
		taken:     make(map[string]bool),
		rules:     make(map[string][]infra.Rule),
		logGroups: logGroupFiles(p),
		account:   make(map[infra.Stack]bool),
		zones:     make(map[infra.Stack]bool),
		subnetIDs: make(map[infra.Tier]tf.Use),
		trusting:  make(map[infra.Stack]bool),
	}
	for _, v := range p.Variables {
		e.taken[v.Name] = true
	}
	for _, r := range p.Rules {
		e.rules[r.Group] = append(e.rules[r.Group], r)
	}
	e.addresses = addresses(p)
	e.listenerRules = map[string][]askedRule{}
	for _, b := range p.Balancers {
		for _, r := range b.Rules {
			e.listenerRules[r.Service] = append(e.listenerRules[r.Service], askedRule{b, r})
		}
	}
	return e
}

// add appends blocks to a file of a stack.
func (e *emitter) add(stack infra.Stack, file string, blocks ...*tf.Block) {
	s := e.stacks[stack]
	if s == nil {
		s = &tf.Stack{Name: string(stack), Prefix: stack.Prefix()}
		e.stacks[stack] = s
	}
	s.Add(file, blocks...)
}

// configuration is what the linker takes.
func (e *emitter) configuration() tf.Configuration {
	c := tf.Configuration{
		Platform: e.p.Name, Environment: e.p.Environment, Region: e.p.Region, Account: e.p.Account,
		Header:  infra.Header(e.p.File),
		Layout:  tf.Layout(e.p.Layout),
		Tags:    e.tags(),
		Inputs:  inputs(e.p),
		Exports: e.exports,
	}
	if s := e.p.State; s != nil {
		c.State = tf.State{Bucket: s.Bucket, Region: s.Region}
	}
	for _, name := range e.p.Stacks {
		if s := e.stacks[name]; s != nil {
			c.Stacks = append(c.Stacks, s)
		}
	}
	return c
}

// tags are those of every resource.
func (e *emitter) tags() tf.Object {
	var tags tf.Object
	for _, t := range e.p.AllTags() {
		tags = append(tags, tf.Entry{Key: t.Key, Value: tf.String(t.Value)})
	}
	return tags
}

// nameTag is the tag that the console shows where AWS knows no other name.
func nameTag(name string) *tf.Attr {
	return tf.Set("tags", tf.Object{{Key: "Name", Value: tf.String(name)}})
}
