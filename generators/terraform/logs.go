package terraform

import (
	"strings"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

func logGroup(g infra.LogGroup) *tf.Block {
	return tf.Resource("aws_cloudwatch_log_group", g.Label,
		tf.Set("name", tf.String(g.Name)),
		tf.Set("retention_in_days", tf.Int(g.RetentionDays)))
}

// logGroupFiles finds the file that each log group stands in: that of the one service
// or database that writes to it, or one for those that several write to.
func logGroupFiles(p infra.Platform) map[string][]infra.LogGroup {
	owner := make(map[string]string) // label of a service, or prefix of a database's groups
	for _, s := range p.Services {
		owner[s.Label] = serviceFile(s)
	}
	for _, j := range p.Jobs {
		owner[j.Label] = jobFile(j)
	}
	for _, f := range p.Functions {
		owner[f.Label] = functionFile(f)
	}
	for _, d := range p.Databases {
		owner[strings.TrimSuffix(d.LogPrefix(), "/")] = databaseFile(d)
	}
	files := make(map[string][]infra.LogGroup)
	for _, g := range p.LogGroups {
		file, ok := owner[g.Label]
		if g.Stack.Layer() == infra.LayerData {
			file, ok = owner[g.Name[:max(strings.LastIndexByte(g.Name, '/'), 0)]]
		}
		if !ok {
			file = sharedLogs
		}
		files[file] = append(files[file], g)
	}
	return files
}

const sharedLogs = "logs.tf"

// sharedLogGroups writes the groups that belong to no single service or database.
func (e *emitter) sharedLogGroups() {
	for _, g := range e.logGroups[sharedLogs] {
		e.add(g.Stack, sharedLogs, logGroup(g))
	}
}
