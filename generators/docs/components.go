package docs

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/infra"
)

// mostRows is how many nodes of a family the summary lists one by one.
const mostRows = 40

// components is the summary of an environment: what there is, of what type, how it
// is set and what for. A family with many nodes is one row.
func components(v *view) table {
	t := table{head: []md{"Component", "Type", "Configuration", "Purpose"}}
	if v.Cluster != nil {
		t.row(text(v.Cluster.Name), "ECS cluster", "serverless, on Fargate", "Runs the containers")
	}
	rows(&t, v.Services, "ECS services", func(s infra.Service) []md {
		return []md{called(s.Name, s.Title), "ECS service", text(strings.Join(serviceSummary(s), ", ")), text(s.Purpose)}
	})
	rows(&t, v.Jobs, "jobs", func(j infra.Job) []md {
		return []md{called(j.Name, j.Title), "ECS task, started at set times", text(strings.Join(jobDetails(j)[len(titleLine(j.Title, j.Name)):], ", ")), text(j.Purpose)}
	})
	rows(&t, v.Functions, "Lambda functions", func(f infra.Function) []md {
		return []md{called(f.Name, f.Title), "Lambda function", text(strings.Join(functionDetails(f)[len(titleLine(f.Title, f.Name)):], ", ")), text(f.Purpose)}
	})
	rows(&t, v.Databases, "RDS instances", func(d infra.Database) []md {
		return []md{called(d.Name, d.Title), databaseType(d), text(strings.Join(append(databaseDetails(d), backupSummary(d)), ", ")), text(d.Purpose)}
	})
	rows(&t, v.Caches, "caches", func(c infra.Cache) []md {
		return []md{called(c.Name, c.Title), sentence("ElastiCache for %s", text(c.EngineTitle)), text(strings.Join(append(cacheDetails(c), snapshotSummary(c)), ", ")), text(c.Purpose)}
	})
	rows(&t, v.Volumes, "volumes", func(x infra.Volume) []md {
		return []md{called(x.Name, x.Title), "EFS file system", sentence("%s, backup %s", text(x.Throughput), onOff(x.Backup)), text(x.Purpose)}
	})
	rows(&t, v.Buckets, "S3 buckets", func(b infra.Bucket) []md {
		return []md{called(b.Name, b.Title), "S3 bucket", sentence("versioning %s", onOff(b.Versioning)), text(b.Purpose)}
	})
	rows(&t, v.Queues, "SQS queues", func(q infra.Queue) []md {
		details := queueDetails(q)
		return []md{called(q.Name, q.Title), text(details[len(details)-1]), sentence("kept %s, dead after %s", count(q.Kept/secondsOfDay, "day", "days"), count(q.MaxReceives, "receive", "receives")), text(q.Purpose)}
	})
	rows(&t, v.programsTopics(), "SNS topics", func(x infra.Topic) []md {
		return []md{called(x.Name, x.Title), "SNS topic", sentence("to %s", count(len(x.Queues), "queue", "queues")), text(x.Purpose)}
	})
	rows(&t, v.Secrets, "secrets", func(s infra.Secret) []md {
		return []md{text(s.Name), text(storeTitle(s.Store)), v.readers(s), text(s.Purpose)}
	})
	rows(&t, v.Externals, "externals", func(e infra.External) []md {
		return []md{called(e.Name, e.Title), "external", externalPort(e), text(e.Purpose)}
	})
	shared(&t, v)
	return t
}

func externalPort(e infra.External) md {
	if e.Port == 0 {
		return "nobody connects to it"
	}
	return sentence("port %s", number(e.Port))
}

// called is a name, and what people call it where the author says so.
func called(name, title string) md {
	if title == "" || title == name {
		return text(name)
	}
	return sentence("%s, %s", text(name), text(title))
}

// rows lists nodes, or counts them.
func rows[T any](t *table, nodes []T, family md, row func(T) []md) {
	if len(nodes) > mostRows {
		t.row(sentence("%s %s", number(len(nodes)), family), family, "see the pages of the environment", "")
		return
	}
	for _, n := range nodes {
		t.row(row(n)...)
	}
}

// shared are the rows of what belongs to no single node.
func shared(t *table, v *view) {
	if n := len(v.SecurityGroups); n > 0 {
		t.row("Security groups", "network", sentence("%s, %s, %s", count(n, "group", "groups"), count(len(v.Rules), "rule", "rules"), openPorts(v.Rules)), "Who may reach whom")
	}
	if n := len(v.roles()); n > 0 {
		t.row("IAM roles", "security", roleCount(v, n), "Who may do what")
	}
	if n := len(v.Network.Subnets); n > 0 {
		t.row("Subnets", "network", sentence("%s in %s", count(n, "subnet", "subnets"), vpcPhrase(v.Network)), "Where services and stores stand")
	}
	if images := v.images(); len(images) > 0 && len(images) <= mostRows {
		for _, image := range images {
			t.row("Image", "container image", image, "What the containers run")
		}
	} else if len(images) > 0 {
		t.row("Images", "container images", number(len(images)), "What the containers run")
	}
}

// readers says how many variables take their value from a secret, or hold its ARN, and of
// how many services and functions.
func (v *view) readers(s infra.Secret) md {
	services, jobs, functions := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range s.Readers {
		switch {
		case r.Container == "":
			functions[r.Service] = true
		case slices.ContainsFunc(v.Jobs, func(j infra.Job) bool { return j.Name == r.Service }):
			jobs[r.Service] = true
		default:
			services[r.Service] = true
		}
	}
	if len(s.Readers) == 0 && len(s.Clients) > 0 {
		return sentence("read by Terraform, for %s", join(each(s.Clients, text)))
	}
	if len(s.Readers) == 0 {
		return "read by no service"
	}
	return sentence("in %s of %s", count(len(s.Readers), "variable", "variables"),
		join([]md{some(len(services), "service", "services"), some(len(jobs), "job", "jobs"), some(len(functions), "function", "functions")}))
}

// roleCount says whose roles there are.
func roleCount(v *view, all int) md {
	services, flowLogs := 2*len(v.Services), 0
	if all == services {
		return sentence("%s, two for each service", count(all, "role", "roles"))
	}
	if v.Network.FlowLogs != nil {
		flowLogs = 1
	}
	var of []md
	if services > 0 {
		of = append(of, sentence("%s of services, two each", number(services)))
	}
	if n := len(v.Jobs); n > 0 {
		of = append(of, sentence("%s of %s, three each", number(3*n), count(n, "job", "jobs")))
	}
	if n := len(v.Functions); n > 0 {
		of = append(of, sentence("%s, one each", md(string(number(n))+" of functions")))
	}
	monitored, proxies := 0, 0
	for _, d := range v.Databases {
		if d.MonitoringRole != nil {
			monitored++
		}
		if d.Proxy != nil {
			proxies++
		}
	}
	if monitored > 0 {
		of = append(of, sentence("%s of %s", number(monitored), count(monitored, "monitored database", "monitored databases")))
	}
	if proxies > 0 {
		of = append(of, sentence("%s of %s", number(proxies), count(proxies, "proxy", "proxies")))
	}
	if flowLogs > 0 {
		of = append(of, "1 of the flow logs")
	}
	return sentence("%s: %s", count(all, "role", "roles"), join(of))
}

// openPorts says on which ports the world gets in.
func openPorts(rules []infra.Rule) md {
	var ports []md
	seen := map[int]bool{}
	for _, r := range rules {
		if !r.Egress && r.Peer.World() && !seen[r.FromPort] {
			seen[r.FromPort] = true
			ports = append(ports, number(r.FromPort))
		}
	}
	if len(ports) == 0 {
		return "nothing open to the world"
	}
	if len(ports) > 8 {
		return count(len(ports), "port", "ports") + " open to the world"
	}
	return "open to the world: " + join(ports)
}

func serviceSummary(s infra.Service) []string {
	out := serviceDetails(s)
	if s.Port != 0 {
		out = append(out, "port "+strconv.Itoa(s.Port))
	}
	return out
}

func databaseType(d infra.Database) md {
	if d.Aurora() {
		return sentence("cluster of %s", text(d.EngineTitle))
	}
	return sentence("RDS for %s", text(d.EngineTitle))
}

func backupSummary(d infra.Database) string {
	if d.BackupDays == 0 {
		return "no backups"
	}
	return "backups kept for " + string(count(d.BackupDays, "day", "days"))
}

func vpcPhrase(n infra.Network) md {
	if n.Default {
		return "the default VPC"
	}
	return sentence("a VPC of its own, %s", code(n.CIDR))
}
