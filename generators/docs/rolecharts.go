package docs

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/infra"
)

// mostDetailed is up to how many roles a chart shows what every task needs in
// detail; with more it is left out, and with it the roles that may do nothing else.
const mostDetailed = 4

// roleCharts draws roles and what they reach, a few services to a chart.
func (v *view) roleCharts(pg *page, roles []infra.Role) {
	boxes := map[string]node{}
	var keys []string
	var arrows []arrow
	for _, r := range roles {
		statements := r.Statements
		if len(roles) > mostDetailed {
			if statements = special(r); len(statements) == 0 {
				continue
			}
		}
		key, principal := "role "+r.Label, "principal "+r.Service
		boxes[key] = node{key, kindRole, r.Label, roleUse(r)}
		boxes[principal] = node{principal, kindPerson, r.Service, []string{"assumes"}}
		keys = append(keys, key)
		arrows = append(arrows, arrow{from: principal, to: key, dotted: true})
		for _, reach := range v.reaches(statements) {
			boxes[reach.to.key] = reach.to
			arrows = append(arrows, arrow{from: key, to: reach.to.key, label: verbs(reach.actions)})
		}
	}
	parts := split(keys, arrows)
	if len(parts) > mostCharts {
		pg.para("There are too many roles to draw: %s. They are in the tables below.", number(len(roles)))
		return
	}
	for _, p := range parts {
		pg.chart(roleChart(p, boxes))
	}
	if len(roles) > mostDetailed {
		pg.para("What every task needs is not drawn: the execution role pulls the service's own image and writes its own logs. It is in the tables below.")
	}
}

// special are the statements of a role that not every task needs.
func special(r infra.Role) (out []infra.Statement) {
	for _, s := range r.Statements {
		if len(s.Path) > 0 || r.Kind != ofTasks {
			out = append(out, s)
		}
	}
	return out
}

// roleChart draws who assumes the roles, the roles, and what they reach.
func roleChart(p part, boxes map[string]node) chart {
	c := chart{arrows: p.arrows}
	roles := group{name: "Roles", border: borderAccount}
	reached := group{name: "May reach", border: borderAccount}
	for _, k := range p.keys {
		switch n := boxes[k]; n.kind {
		case kindRole:
			roles.nodes = append(roles.nodes, n)
		case kindPerson:
			c.nodes = append(c.nodes, n)
		default:
			reached.nodes = append(reached.nodes, n)
		}
	}
	c.groups = []group{roles}
	if len(reached.nodes) > 0 {
		c.groups = append(c.groups, reached)
	}
	return c
}

// reach is what a role may do with one thing.
type reach struct {
	to      node
	actions []string // each once
}

// reaches are what statements allow, by what they speak of.
func (v *view) reaches(statements []infra.Statement) (out []reach) {
	at := map[string]int{}
	for _, s := range statements {
		if s.Deny {
			continue
		}
		to := v.reached(s)
		i, ok := at[to.key]
		if !ok {
			i = len(out)
			at[to.key] = i
			out = append(out, reach{to: to})
		}
		for _, a := range s.Actions {
			if !slices.Contains(out[i].actions, a) {
				out[i].actions = append(out[i].actions, a)
			}
		}
	}
	return out
}

func roleUse(r infra.Role) []string {
	switch {
	case r.Kind != ofTasks:
		return nil
	case strings.HasSuffix(r.Label, "_execution"):
		return []string{"execution role, for ECS"}
	}
	return []string{"task role, for the program"}
}

// reached is the box of what a statement speaks of.
func (v *view) reached(s infra.Statement) node {
	for _, value := range s.Resources {
		for _, p := range value {
			switch p.Attribute {
			case infra.BucketARN, infra.BucketName:
				return node{"bucket " + p.Node, kindBucket, p.Node, []string{"S3 bucket"}}
			case infra.VolumeARN:
				return node{"volume " + p.Node, kindVolume, p.Node, []string{"EFS file system"}}
			case infra.SecretARN:
				return node{"secret " + p.Node, kindSecret, p.Node, []string{"secret"}}
			case infra.DatabaseSecret:
				return node{"password " + p.Node, kindSecret, p.Node, []string{"master password"}}
			case infra.CacheSecret:
				return node{"url " + p.Node, kindSecret, p.Node, []string{"URL and password"}}
			case infra.ProxyResource:
				return node{"proxy " + p.Node, kindDatabase, p.Node, []string{"through its proxy"}}
			case infra.LogGroupARN, infra.LogGroupName:
				return node{"logs " + p.Node, kindNetwork, cmp.Or(v.logs[p.Node].Name, p.Node), []string{"log group"}}
			case infra.RegistryARN:
				return node{"repository " + p.Node, kindNetwork, p.Node, []string{"ECR repository"}}
			case infra.FunctionARN:
				return node{"function " + p.Node, kindFunction, p.Node, []string{"Lambda function"}}
			case infra.QueueARN:
				return v.queueBox(p.Node)
			case infra.TopicARN:
				return node{"topic " + p.Node, kindTopic, v.topicOf(p.Node).Name, []string{"SNS topic"}}
			case infra.ClusterARN:
				return node{"cluster", kindNetwork, "Cluster", nil}
			case infra.GuardrailARN:
				return node{"guardrail " + p.Node, kindModel, p.Node, []string{"guardrail"}}
			}
			if kind, name, ok := v.deliveryPart(p); ok {
				return node{kind + " " + name, kindNetwork, name, []string{kind}}
			}
		}
	}
	if id := invoked(s); id != "" {
		return node{"model " + id, kindModel, id, []string{"Bedrock model"}}
	}
	name := cmp.Or(s.Service, "AWS")
	if len(s.Resources) == 1 {
		if arn, ok := s.Resources[0].Literal(); ok && strings.HasPrefix(arn, "arn:") {
			return node{"arn " + arn, kindNetwork, arn[strings.LastIndexAny(arn, ":/")+1:], []string{"in " + name}}
		}
	}
	if box, ok := v.standsFor(s, name); ok {
		return box
	}
	return node{"service " + name, kindExternal, name, []string{"no single resource"}}
}

// invoked is the id of the model, or of the inference profile, that a statement lets
// somebody call.
func invoked(s infra.Statement) string {
	for _, p := range slices.Concat(s.Resources...) {
		for _, kind := range []string{":inference-profile/", "::foundation-model/"} {
			if _, id, ok := strings.Cut(p.Text, kind); ok {
				return id
			}
		}
	}
	return ""
}

// verbs are actions in few words: what they come to where that has a name, otherwise the
// first of them, whole, without the name of their service.
func verbs(actions []string) string {
	if named := access(actions); named != "" {
		return named
	}
	var out []string
	for _, a := range actions {
		_, verb, _ := strings.Cut(a, ":")
		out = append(out, cmp.Or(verb, a))
	}
	for shown := min(2, len(out)); shown > 0; shown-- {
		label := strings.Join(out[:shown], ", ")
		if rest := len(out) - shown; rest > 0 {
			label += " and " + strconv.Itoa(rest) + " more"
		}
		if len(label) <= longestLabel {
			return label
		}
	}
	return string(count(len(out), "action", "actions"))
}

// access is what actions on a bucket, volume or queue come to, in the words of the declared use.
func access(actions []string) string {
	var words []string
	for _, is := range []struct{ word, action, with string }{
		{word: "read", action: "s3:GetObject"}, {word: "write", action: "s3:PutObject"},
		{word: "read", action: "elasticfilesystem:ClientMount"}, {word: "write", action: "elasticfilesystem:ClientWrite"},
		{"send", "sqs:SendMessage", "sqs:GetQueueUrl"}, {word: "consume", action: "sqs:ReceiveMessage"},
	} {
		if slices.Contains(actions, is.action) && (is.with == "" || slices.Contains(actions, is.with)) {
			words = append(words, is.word)
		}
	}
	return strings.Join(words, ", ")
}
