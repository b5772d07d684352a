// Package verify reads back the text that was emitted and proves it against what
// the author declared. What enters is the platform in the author's words and the
// files of one environment; what leaves is what does not hold. It shares no code
// with the generators and never sees their trees: it derives what must be true from
// the declaration on its own, so that a mistake has to be made twice to stay hidden.
package verify

import (
	"path"
	"slices"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// Rule is something that every output must fulfil.
type Rule struct {
	Code    string // of the diagnostic when it does not hold
	Summary string // fixed text of the diagnostic
	Purpose string // what it proves, for the docs
}

// proof looks for what breaks one or more rules.
type proof struct {
	rules []Rule
	run   func(*output) diag.List
}

// readings are what shows that the Terraform can be read, whatever its variables are.
var readings = []proof{
	{syntaxRules, (*output).syntax},
	{referenceRules, (*output).references},
	{uniquenessRules, (*output).uniqueness},
	{moveRules, (*output).moves},
	{domainRules, (*output).domain},
	{parkRules, (*output).parking},
}

// proofs are what must be true of what it says, in the order in which they run: while
// the platform runs, and where it can be parked, while it is.
var proofs = []proof{
	{keptRules, (*output).kept},
	{outputRules, (*output).outputs},
	{settingRules, (*output).settings},
	{networkRules, (*output).network},
	{reachabilityRules, (*output).reachability},
	{routeRules, (*output).routes},
	{nameRules, (*output).names},
	{distributionRules, (*output).distributions},
	{firewallRules, (*output).firewalls},
	{taskRules, (*output).tasks},
	{writeOnlyRules, (*output).writeOnly},
	{permissionRules, (*output).permissions},
	{volumeRules, (*output).volumes},
	{queueRules, (*output).queuesClosed},
	{monitoringRules, (*output).monitoring},
	{stackRules, (*output).stacks},
	{documentRules, (*output).documents},
	{costRules, (*output).costs},
}

// Rules lists every rule, for docs/rules.md.
func Rules() (out []Rule) {
	for _, p := range slices.Concat(readings, proofs) {
		out = append(out, p.rules...)
	}
	return append(out, workflowRules...)
}

// output is what is proven: the declaration on one side, the emitted text on the other.
type output struct {
	declared model.Platform
	facts    facts.Set
	files    map[string][]byte // by path, relative to the environment's folder
	paths    []string          // sorted
	config   *configuration
	first    map[string]string   // by node that was renamed: the name that AWS knows it by
	now      map[string]string   // by that name: the node
	words    map[string]bool     // names of nodes, and the first that they had
	parked   bool                // whether that is what the Terraform says now
	gone     []*block            // what is not there now, and should be in every state
	listens  map[string]listener // by node
	rules    map[string][]string // listener rules, by the target group that they lead to
	ours     map[string]string   // the platform's own repositories: addresses, by name

	buckets   map[string]bool // by node
	databases map[string]model.Database
	secrets   map[string]model.Secret
}

// Files proves the files of one environment; paths are relative to its folder.
// A finding here is a fault of the compiler, not of the author, and forbids writing.
func Files(p model.Platform, f facts.Set, files []artifact.File) (found diag.List) {
	p = withQueueAlarms(withProvisioners(p, f), f)
	o := &output{
		declared: p, facts: f, files: map[string][]byte{}, listens: listeners(p, f), first: map[string]string{}, now: map[string]string{}, words: map[string]bool{},
		buckets: map[string]bool{}, databases: map[string]model.Database{}, secrets: map[string]model.Secret{},
	}
	for _, n := range p.Named() {
		o.words[n.Name], o.words[n.First()] = true, true
		if n.First() != n.Name {
			o.first[n.Name], o.now[n.First()] = n.First(), n.Name
		}
	}
	for _, b := range p.Buckets {
		o.buckets[b.Name] = true
	}
	for _, d := range p.Databases {
		o.databases[d.Name] = d
	}
	for _, s := range p.Secrets {
		o.secrets[s.Name] = s
	}
	for _, file := range files {
		o.files[file.Path] = file.Data
		o.paths = append(o.paths, file.Path)
	}
	slices.Sort(o.paths)
	o.config = o.read()
	if found = o.prove(readings); found.HasErrors() {
		return found
	}
	for _, parked := range o.states() {
		o.become(parked)
		o.rules, o.ours = o.rulesByTarget(), o.ownRepositories()
		if found = append(found, o.prove(proofs)...); found.HasErrors() {
			return found
		}
	}
	return found
}

// prove runs proofs up to the first that fails: the rest would only repeat it.
func (o *output) prove(proofs []proof) (found diag.List) {
	for _, proof := range proofs {
		if found = append(found, proof.run(o)...); found.HasErrors() {
			break
		}
	}
	return found
}

// under are the paths below a folder that end in one of the extensions.
func (o *output) under(folder string, extensions ...string) (out []string) {
	for _, p := range o.paths {
		if strings.HasPrefix(p, folder) && slices.Contains(extensions, path.Ext(p)) {
			out = append(out, p)
		}
	}
	return out
}

// finding is a diagnostic of a rule. Its position is in the emitted file, below the
// environment's folder; its path is the declaration that is concerned, if one is.
func finding(rules []Rule, code string, at diag.Pos, declared model.Path, detail string) diag.Diagnostic {
	for _, r := range rules {
		if r.Code == code {
			return diag.Diagnostic{
				Code: code, Severity: diag.Error, Pos: at, Path: declared.String(), Summary: r.Summary, Detail: detail,
				Hint: "this is a fault of the compiler, not of the platform: please report it with the platform file",
			}
		}
	}
	panic("verify: no rule has the code " + code)
}
