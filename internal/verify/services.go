package verify

import (
	"maps"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// one is what a block called main must say, where anything runs.
func one(a arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		if len(o.declared.Tasks()) == 0 {
			return nil
		}
		return map[string]arguments{"main": a}
	}
}

// capacity is what a cluster has, and what tasks run on that say nothing else.
var capacity = arguments{
	"cluster_name": "aws_ecs_cluster.main.name", "capacity_providers": "FARGATE,FARGATE_SPOT",
	"default_capacity_provider_strategy.capacity_provider": "FARGATE", "default_capacity_provider_strategy.weight": 1,
}

func (o *output) ecsService(s model.Service) arguments {
	var ignored []string
	first := s.DesiredCount
	if s.Scaling != nil {
		first = max(first, s.Scaling.Min)
		ignored = append(ignored, "desired_count")
	}
	if o.parked {
		first = 0
	}
	if s.Deploy == "pipeline" || o.delivered(s.Name) {
		ignored = append(ignored, "task_definition")
	}
	least, most, rebalancing := s.Deployment.MinimumHealthy, s.Deployment.Maximum, "ENABLED"
	if s.Singleton {
		least, most = 0, 100
	}
	if most == 100 {
		rebalancing = "DISABLED"
	}
	registry := ""
	if o.discoveryName(s.Name) != "" {
		registry = "aws_service_discovery_service." + label(s.Name) + ".arn"
	}
	groups, containers, ports := o.registrations(s)
	grace := ""
	if groups != "" {
		grace = positive(s.Deployment.Grace)
	}
	return arguments{
		"name": o.known(s.Name), "enable_ecs_managed_tags": true, "propagate_tags": "SERVICE",
		"wait_for_steady_state": on(o.canStart(s)), "depends_on": o.startsAfter(s, groups),
		"load_balancer.target_group_arn": groups, "load_balancer.container_name": containers, "load_balancer.container_port": ports,
		"health_check_grace_period_seconds": grace,
		"cluster":                           "aws_ecs_cluster.main.arn", "service_registries.registry_arn": registry,
		"task_definition": "aws_ecs_task_definition." + label(s.Name) + ".arn",
		"desired_count":   first, "lifecycle.ignore_changes": strings.Join(ignored, ","),
		"deployment_minimum_healthy_percent": least,
		"deployment_maximum_percent":         most,
		"availability_zone_rebalancing":      rebalancing,
		"deployment_circuit_breaker.enable":  true, "deployment_circuit_breaker.rollback": s.Deployment.Rollback,
		"enable_execute_command": on(s.Exec), "capacity_provider_strategy.weight": 1,
		"capacity_provider_strategy.capacity_provider": s.Capacity,
		"network_configuration.assign_public_ip":       s.Public || o.declared.Network.VPC == "default",
	}
}

// canStart reports whether the tasks of a first apply can run: not those with an image
// of a repository, or with a secret, that is made here and so is empty.
func (o *output) canStart(s model.Service) bool {
	images, variables := []model.Image{s.Image}, slices.Clone(s.Secrets)
	for _, c := range s.Sidecars {
		images, variables = append(images, c.Image), append(variables, c.Secrets...)
	}
	return !slices.ContainsFunc(images, func(i model.Image) bool {
		_, own := o.ownRepository(i.Repository)
		return own
	}) && !slices.ContainsFunc(variables, func(v model.Pair) bool {
		name, _, _ := strings.Cut(v.Value, ":")
		secret, ok := o.secrets[name]
		return ok && !secret.Existing
	})
}

// startsAfter is what a service waits for without referring to it: in its own root or
// module the capacity, in any the rules that lead to its groups and what its roles may do.
func (o *output) startsAfter(s model.Service, groups string) string {
	var needs []string
	var policies []string
	for _, folder := range o.config.folders {
		m := o.config.modules[folder]
		const providers = "aws_ecs_cluster_capacity_providers.main"
		if m.at["aws_ecs_service."+label(s.Name)] != nil && m.at[providers] != nil {
			needs = append(needs, providers)
		}
		for _, role := range []string{"_execution", "_task"} {
			if b := m.at["aws_iam_role_policy."+label(s.Name)+role]; b != nil {
				policies = append(policies, b.address)
			}
		}
	}
	for _, group := range strings.Split(groups, ",") {
		needs = append(needs, o.rules[group]...)
	}
	return strings.Join(append(needs, policies...), ",")
}

// rulesByTarget are the listener rules that lead to each target group, by address.
func (o *output) rulesByTarget() map[string][]string {
	out := map[string][]string{}
	o.config.each("resource", "aws_lb_listener_rule", func(m *module, b *block) {
		for _, group := range o.said(m, b.body, "action.target_group_arn") {
			out[group] = append(out[group], b.address)
		}
	})
	return out
}

// taskDefinition takes everything from the file of its own service.
func (o *output) taskDefinition(s model.Service) arguments {
	local := "local." + label(s.Name) + "_task."
	out := arguments{"skip_destroy": true}
	if s.EphemeralStorage > 0 {
		out["ephemeral_storage.size_in_gib"] = local + "ephemeralStorage.sizeInGiB"
	}
	for argument, field := range map[string]string{
		"family": "family", "requires_compatibilities": "requiresCompatibilities", "network_mode": "networkMode",
		"cpu": "cpu", "memory": "memory", "execution_role_arn": "executionRoleArn", "task_role_arn": "taskRoleArn",
		"container_definitions":                    "containerDefinitions",
		"runtime_platform.operating_system_family": "runtimePlatform.operatingSystemFamily",
		"runtime_platform.cpu_architecture":        "runtimePlatform.cpuArchitecture",
	} {
		out[argument] = local + field
	}
	maps.Copy(out, o.volumeArguments(s, local))
	return out
}
