package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// services writes each service with its log group, roles, task definition and
// scaling into a file of its own.
func (e *emitter) services() {
	empty := e.emptySecrets()
	for _, s := range e.p.Services {
		file := serviceFile(s)
		e.task(s, file)
		if s.Discoverable {
			e.add(s.Stack, file, e.privateName(s))
		}
		e.add(s.Stack, file, e.serviceRoutes(s)...)
		e.add(s.Stack, file, e.service(s, waits(s, empty)))
		if s.Scaling != nil {
			e.add(s.Stack, file, e.scaling(s)...)
		}
		e.export(tf.Export{
			Stack: string(s.Stack), Name: s.Label + "_service_name", Public: true,
			Description: "Name of the ECS service " + s.Name + ".",
			Value:       tf.RefTo("aws_ecs_service", s.Label, "name"),
		})
	}
}

// task writes what every task has, of a service or of a job: its log group, roles and
// definition.
func (e *emitter) task(s infra.Service, file string) {
	if !e.trusting[s.Stack] {
		e.trusting[s.Stack] = true
		e.add(s.Stack, "roles.tf", e.trust(s.Stack, s.Task.ExecutionRole))
	}
	for _, g := range e.logGroups[file] {
		e.add(s.Stack, file, logGroup(g))
	}
	for _, l := range s.Logins {
		e.add(s.Stack, file, login(l)...)
	}
	e.add(s.Stack, file, e.taskRoles(s)...)
	e.add(s.Stack, file, e.taskDefinition(s)...)
}

func serviceFile(s infra.Service) string { return "service-" + s.Name + ".tf" }

func (e *emitter) taskRoles(s infra.Service) []*tf.Block {
	execution := e.role(s.Stack, s.Task.ExecutionRole)
	execution[0].Comment = "Execution role: ECS pulls the image, writes the logs and reads the secrets with it."
	task := e.role(s.Stack, s.Task.TaskRole)
	task[0].Comment = "Task role: what the program in the containers may do."
	if len(s.Task.TaskRole.Statements) == 0 {
		task[0].Comment = "Task role: the program in the containers may call no AWS API."
	}
	return append(execution, task...)
}

func (e *emitter) service(s infra.Service, waits bool) *tf.Block {
	b := tf.Resource("aws_ecs_service", s.Label,
		tf.Set("name", tf.String(e.p.Known(s.Name))),
		tf.Set("cluster", tf.RefTo("aws_ecs_cluster", clusterLabel, "arn")),
		tf.Set("task_definition", tf.RefTo("aws_ecs_task_definition", s.Label, "arn")),
		tf.Set("desired_count", e.whileParked(tf.Int(0), tf.Int(s.DesiredCount))),
		tf.Gap{})
	b.Comment = s.Purpose
	deployment(b, s, waits)
	if s.Grace > 0 && len(s.TargetGroups) > 0 {
		b.Add(tf.Set("health_check_grace_period_seconds", tf.Int(s.Grace)), tf.Gap{})
	}
	b.Add(
		tf.Set("enable_ecs_managed_tags", tf.Bool(true)),
		tf.Set("propagate_tags", tf.String("SERVICE")))
	if s.Exec {
		b.Add(tf.Set("enable_execute_command", tf.Bool(true)))
	}
	capacity(b, s)
	b.Add(e.taskNetwork(s), tf.Gap{})
	attach(b, s)
	if s.Discoverable {
		b.Add(tf.Nested("service_registries", tf.Set("registry_arn", tf.RefTo("aws_service_discovery_service", s.Label, "arn"))), tf.Gap{})
	}
	e.startOrder(b, s)
	if ignored := leftAlone(s); len(ignored) > 0 {
		b.Add(ignoreChanges(ignored...))
	}
	return b
}

// deployment is how a new revision takes the place of the old one.
func deployment(b *tf.Block, s infra.Service, waits bool) {
	if s.Singleton {
		b.Add(tf.Comment("Never two tasks: a deployment stops the old one before it starts the new one."))
	}
	b.Add(
		tf.Set("deployment_minimum_healthy_percent", tf.Int(s.Deployment.MinimumHealthy)),
		tf.Set("deployment_maximum_percent", tf.Int(s.Deployment.Maximum)))
	if s.Deployment.Maximum > 100 {
		b.Add(tf.Set("availability_zone_rebalancing", tf.String("ENABLED")))
	} else {
		b.Add(
			tf.Comment("Rebalancing starts a task before it stops one, which a maximum of 100 percent forbids."),
			tf.Set("availability_zone_rebalancing", tf.String("DISABLED")))
	}
	if waits {
		b.Add(
			tf.Comment("An apply waits until the new tasks are running."),
			tf.Set("wait_for_steady_state", tf.Bool(true)))
	}
	b.Add(tf.Gap{}, tf.Nested("deployment_circuit_breaker",
		tf.Set("enable", tf.Bool(true)),
		tf.Set("rollback", tf.Bool(s.Deployment.Rollback))))
	b.Add(tf.Gap{})
}

// capacity is named as a strategy: a launch type could not be changed in place.
func capacity(b *tf.Block, s infra.Service) {
	strategy := tf.Nested("capacity_provider_strategy",
		tf.Set("capacity_provider", tf.String(s.Capacity)),
		tf.Set("weight", tf.Int(1)))
	if s.Capacity == "FARGATE_SPOT" {
		strategy.Comment = "Spare capacity, which AWS may take back at two minutes' notice."
	}
	b.Add(strategy)
}

func (e *emitter) taskNetwork(s infra.Service) *tf.Block {
	var groups tf.List
	for _, label := range s.SecurityGroups {
		groups = append(groups, tf.RefTo("aws_security_group", label, "id"))
	}
	b := tf.Nested("network_configuration",
		tf.Set("subnets", e.subnetIDs[s.Tier]),
		tf.Set("security_groups", groups))
	if s.PublicIP {
		b.Add(tf.Comment(publicIPComment(s)))
	}
	b.Add(tf.Set("assign_public_ip", tf.Bool(s.PublicIP)))
	return b
}

func publicIPComment(s infra.Service) string {
	if s.Public {
		return "There is no load balancer: this address is the way in, and out."
	}
	return "There is no NAT gateway: this address is the way out, to images and AWS APIs."
}

// startOrder names what a task needs and the service does not refer to.
func (e *emitter) startOrder(b *tf.Block, s infra.Service) {
	var needs tf.List
	if e.p.Cluster.Stack == s.Stack {
		needs = append(needs, tf.RefTo("aws_ecs_cluster_capacity_providers", clusterLabel, ""))
	}
	for _, g := range s.TargetGroups {
		for _, rule := range g.Rules {
			needs = append(needs, tf.RefTo("aws_lb_listener_rule", rule, ""))
		}
	}
	for _, r := range []infra.Role{s.Task.ExecutionRole, s.Task.TaskRole} {
		if len(r.Statements) > 0 {
			needs = append(needs, tf.RefTo("aws_iam_role_policy", r.Label, ""))
		}
	}
	if len(needs) > 0 {
		b.Add(
			tf.Comment("Tasks cannot start before these exist, nor stop cleanly once they are gone."),
			tf.Set("depends_on", needs))
	}
}

// leftAlone is what somebody else decides once the service is there.
func leftAlone(s infra.Service) (arguments []string) {
	if s.Scaling != nil {
		arguments = append(arguments, "desired_count")
	}
	if s.Pipeline {
		arguments = append(arguments, "task_definition")
	}
	return arguments
}

// emptySecrets are the nodes whose values nobody has put in yet when the
// platform is first applied.
func (e *emitter) emptySecrets() map[string]bool {
	empty := make(map[string]bool)
	for _, s := range e.p.Secrets {
		if !s.Existing {
			empty[s.Name] = true
		}
	}
	return empty
}

// waits reports whether an apply can wait for the tasks: not for those that start only
// when somebody has put an image in a repository that is made here, or a secret in.
func waits(s infra.Service, empty map[string]bool) bool {
	for _, c := range s.Task.Containers {
		for _, part := range c.Image {
			if part.Attribute == infra.RepositoryURL {
				return false
			}
		}
		for _, variable := range c.Secrets {
			for _, part := range variable.Source {
				if part.Attribute == infra.SecretARN && empty[part.Node] {
					return false
				}
			}
		}
	}
	return true
}
