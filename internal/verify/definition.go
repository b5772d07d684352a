package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// fields is an object of a task definition, as JSON has it.
type fields map[string]any

// with is the object with a field more, unless it is zero or empty.
func (f fields) with(key string, v any) fields {
	switch v := v.(type) {
	case int:
		if v == 0 {
			return f
		}
	case bool:
		if !v {
			return f
		}
	case []string:
		if len(v) == 0 {
			return f
		}
	case []fields:
		if len(v) == 0 {
			return f
		}
	}
	f[key] = v
	return f
}

// definition is the task definition that a service must have, but for its family. What
// only deployment knows is spelled as Terraform's reference to it.
func (o *output) definition(s model.Service) fields {
	out := fields{
		"requiresCompatibilities": []string{"FARGATE"}, "networkMode": "awsvpc",
		"cpu": strconv.Itoa(s.CPU), "memory": strconv.Itoa(s.Memory),
		"runtimePlatform":  fields{"operatingSystemFamily": "LINUX", "cpuArchitecture": s.Architecture},
		"executionRoleArn": "aws_iam_role." + label(s.Name) + "_execution.arn",
		"taskRoleArn":      "aws_iam_role." + label(s.Name) + "_task.arn",
	}
	if s.EphemeralStorage > 0 {
		out["ephemeralStorage"] = fields{"sizeInGiB": s.EphemeralStorage}
	}
	environment, secrets := o.variables(s)
	volumes, points := o.taskVolumes(s)
	containers := []fields{o.container(s, s.Name, s.Image, environment, secrets).
		with("essential", true).with("portMappings", portMappings(s.Port)).with("command", s.Command).with("entryPoint", s.EntryPoint).
		with("stopTimeout", s.StopTimeout).with("readonlyRootFilesystem", s.ReadonlyRootFilesystem).
		with("dependsOn", o.waits(s, startsAfterCreators(s))).with("mountPoints", points).health(s.HealthCheck)}
	for _, c := range s.Sidecars {
		one := o.container(s, c.Name, c.Image, c.Environment, o.values(c.Secrets)).
			with("portMappings", portMappings(c.Port)).with("command", c.Command).with("entryPoint", c.EntryPoint).
			with("cpu", c.CPU).with("memory", c.Memory).
			with("stopTimeout", c.StopTimeout).with("readonlyRootFilesystem", c.ReadonlyRootFilesystem).
			with("dependsOn", o.waits(s, c.DependsOn)).health(c.HealthCheck)
		one["essential"] = c.Essential
		containers = append(containers, one)
	}
	if c, traced := o.collector(s); traced {
		containers = append(containers, c)
	}
	containers = append(containers, o.creators(s)...)
	slices.SortStableFunc(containers[1:], func(a, b fields) int { return strings.Compare(a["name"].(string), b["name"].(string)) })
	out["containerDefinitions"] = containers
	return out.with("volumes", volumes)
}

// container is what the service's own container and its sidecars have alike.
func (o *output) container(s model.Service, name string, image model.Image, environment, secrets model.Pairs) fields {
	out := fields{
		"name": o.containerName(s, name), "image": o.image(s, name, image),
		"logConfiguration": fields{"logDriver": "awslogs", "options": fields{
			"awslogs-group":         "aws_cloudwatch_log_group." + o.logGroup(s) + ".name",
			"awslogs-region":        o.declared.Region,
			"awslogs-stream-prefix": o.declared.Logs.Prefix,
		}},
	}
	if s.Exec {
		out["linuxParameters"] = fields{"initProcessEnabled": true}
	}
	return out.with("environment", named(environment, "name", "value")).with("secrets", named(secrets, "name", "valueFrom"))
}

// containerName is what ECS calls a container: the service's own by the service's first name.
func (o *output) containerName(s model.Service, name string) string {
	if name == s.Name {
		return o.known(s.Name)
	}
	return name
}

// waits are the containers that one starts after, by what ECS calls them.
func (o *output) waits(s model.Service, on model.Pairs) []fields {
	var pairs model.Pairs
	for _, p := range on {
		pairs = append(pairs, model.Pair{Key: o.containerName(s, p.Key), Value: p.Value})
	}
	slices.SortFunc(pairs, func(a, b model.Pair) int { return strings.Compare(a.Key, b.Key) })
	return named(pairs, "containerName", "condition")
}

func (f fields) health(h *model.HealthCheck) fields {
	if h == nil {
		return f
	}
	f["healthCheck"] = fields{"command": h.Command, "interval": h.Interval, "timeout": h.Timeout, "retries": h.Retries}.with("startPeriod", h.StartPeriod)
	return f
}

func portMappings(port int) []fields {
	if port == 0 {
		return nil
	}
	return []fields{{"containerPort": port, "protocol": "tcp"}}
}

// named are pairs as the ECS API lists them.
func named(pairs model.Pairs, key, value string) (out []fields) {
	for _, p := range pairs {
		out = append(out, fields{key: p.Key, value: p.Value})
	}
	return out
}

// image is where a container comes from.
func (o *output) image(s model.Service, container string, i model.Image) string {
	switch {
	case i.URI != "":
		return i.URI
	case i.Variable != "":
		return "var." + i.Variable
	}
	region, _ := o.facts.Region(o.declared.Region)
	tag := i.Tag
	if tag == "" {
		words := []string{s.Name, container, "image_tag"}
		tag = "var." + label(strings.Join(slices.Compact(words), "_"))
	}
	if address, ok := o.ownRepository(i.Repository); ok {
		return address + ".repository_url:" + tag
	}
	return accountID + "." + region.Registry + "/" + i.Repository + ":" + tag
}

// values are the variables that come from secrets: the ARN, and the key of a JSON secret.
func (o *output) values(secrets model.Pairs) (out model.Pairs) {
	for _, p := range secrets {
		name, key, keyed := strings.Cut(p.Value, ":")
		from := secretARN(o.secrets[name])
		if keyed {
			from += ":" + key + "::"
		}
		out = append(out, model.Pair{Key: p.Key, Value: from})
	}
	return out
}

// variables are what a service's own container gets: what was declared, and what its
// uses bring unless something of that name was declared.
func (o *output) variables(s model.Service) (environment, secrets model.Pairs) {
	environment, secrets = slices.Clone(s.Environment), o.values(s.Secrets)
	add := func(to *model.Pairs, name, value string) {
		has := func(p model.Pair) bool { return p.Key == name }
		if value != "" && !slices.ContainsFunc(environment, has) && !slices.ContainsFunc(secrets, has) {
			*to = append(*to, model.Pair{Key: name, Value: value})
		}
	}
	if c := o.facts.Tracing.Collector; s.Tracing {
		add(&environment, c.EndpointVariable, c.Endpoint)
		add(&environment, c.NameVariable, s.Name)
	}
	for _, u := range s.Uses {
		prefix := cmp.Or(u.As, strings.ToUpper(label(u.Name))) + "_"
		if o.buckets[u.Name] {
			add(&environment, prefix+"BUCKET", "aws_s3_bucket."+label(u.Name)+".bucket")
		}
		if _, ok := o.volume(u.Name); ok {
			add(&environment, prefix+"PATH", u.Path)
		}
		if _, ok := o.queue(u.Name); ok {
			add(&environment, prefix+"QUEUE_URL", "aws_sqs_queue."+label(u.Name)+".url")
		}
		if o.programsTopic(u.Name) {
			add(&environment, prefix+"TOPIC_ARN", "aws_sns_topic."+label(u.Name)+".arn")
		}
		add(&environment, prefix+"FUNCTION", o.functionName(u.Name))
		if m, ok := o.calledModel(u.Name); ok {
			add(&environment, prefix+"MODEL_ID", m.ID)
			add(&environment, prefix+"REGION", m.Region)
			if m.Guardrail != "" {
				add(&environment, prefix+"GUARDRAIL_ID", "aws_bedrock_guardrail."+label(m.Guardrail)+".guardrail_id")
				add(&environment, prefix+"GUARDRAIL_VERSION", "aws_bedrock_guardrail_version."+label(m.Guardrail)+".version")
			}
		}
		if name := o.discoveryName(u.Name); name != "" {
			add(&environment, prefix+"HOST", name)
			add(&environment, prefix+"PORT", strconv.Itoa(o.listens[u.Name].port))
		}
		if c, ok := o.cached(u.Name); ok {
			add(&environment, prefix+"HOST", cacheAddress(c))
			add(&environment, prefix+"PORT", strconv.Itoa(cachePort(o.facts, c)))
			if c.Replicas > 0 {
				add(&environment, prefix+"READ_HOST", "aws_elasticache_replication_group."+label(c.Name)+".reader_endpoint_address")
			}
			add(&secrets, prefix+"URL", cacheSecret(c)+":url::")
		}
		if d, ok := o.databases[u.Name]; ok {
			o.connection(d, u, func(suffix, value string) { add(&environment, prefix+suffix, value) })
			switch {
			case u.Database != "":
				add(&secrets, prefix+"PASSWORD", login(s.Name, u.Name)+":password::")
			case !rolesLogIn(d, u):
				add(&secrets, prefix+"PASSWORD", o.masterSecret(d)+":password::")
			}
			if u.Provisions {
				add(&secrets, "PROVISIONER_PASSWORD", login(u.Name, "provisioner")+":password::")
			}
		}
	}
	o.deployVariables(s, func(name, value string) { add(&environment, name, value) })
	byName := func(a, b model.Pair) int { return strings.Compare(a.Key, b.Key) }
	slices.SortFunc(environment, byName)
	slices.SortFunc(secrets, byName)
	return environment, secrets
}

// connection calls add with what says where a database is and who connects.
func (o *output) connection(d model.Database, u model.Use, add func(suffix, value string)) {
	engine, _ := o.facts.RDS.Engine(d.Engine)
	host, port := o.databaseAddress(d)+".address", databasePort(o.facts, d)
	if o.aurora(d) {
		host = o.databaseAddress(d) + ".endpoint"
	}
	if u.Via == "proxy" && d.Proxy != nil {
		host, port = "aws_db_proxy."+label(d.Name)+".endpoint", engine.Port
		if d.Proxy.ReadEndpoint {
			add("READ_HOST", "aws_db_proxy_endpoint."+label(d.Name)+"_read.endpoint")
		}
	}
	add("HOST", host)
	add("PORT", strconv.Itoa(port))
	if u.Database != "" {
		add("USERNAME", o.owner(u))
		add("NAME", u.Database)
		return
	}
	add("USERNAME", cmp.Or(d.Username, engine.DefaultUsername))
	add("NAME", d.Database)
}

// asJSON is a part of a definition as it is read back from a file. What it holds is
// changed in its place.
func asJSON(part any) any {
	switch v := part.(type) {
	case fields:
		for key, inner := range v {
			v[key] = asJSON(inner)
		}
		return map[string]any(v)
	case []fields:
		return listed(v)
	case []string:
		return listed(v)
	case int:
		return float64(v)
	case string, bool:
		return v
	}
	panic(fmt.Sprintf("verify: a task definition holds a %T", part))
}

func listed[T any](all []T) []any {
	out := make([]any, 0, len(all))
	for _, v := range all {
		out = append(out, asJSON(v))
	}
	return out
}
