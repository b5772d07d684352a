package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// one is what a block called main must say, where anything runs.
func one(a arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		if len(o.declared.Services) == 0 {
			return nil
		}
		return map[string]arguments{"main": a}
	}
}

func (o *output) ecsService(s model.Service) arguments {
	var ignored []string
	first := s.DesiredCount
	if s.Scaling != nil {
		first = max(first, s.Scaling.Min)
		ignored = append(ignored, "desired_count")
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
		"load_balancer.target_group_arn": groups, "load_balancer.container_name": containers, "load_balancer.container_port": ports,
		"health_check_grace_period_seconds": grace,
		"cluster":                           "aws_ecs_cluster.main.arn", "service_registries.registry_arn": registry,
		"task_definition": "aws_ecs_task_definition." + label(s.Name) + ".arn",
		"desired_count":   first, "lifecycle.ignore_changes": strings.Join(ignored, ","),
		"deployment_minimum_healthy_percent": least,
		"deployment_maximum_percent":         most,
		"availability_zone_rebalancing":      rebalancing,
		"deployment_circuit_breaker.enable":  true, "deployment_circuit_breaker.rollback": s.Deployment.Rollback,
		"enable_execute_command": on(s.Exec), "launch_type": "",
		"capacity_provider_strategy.capacity_provider": s.Capacity,
		"network_configuration.assign_public_ip":       s.Public || o.declared.Network.VPC == "default",
	}
}

// taskDefinition takes everything from the file of its own service.
func (o *output) taskDefinition(s model.Service) arguments {
	local := "local." + label(s.Name) + "_task."
	out := arguments{"volume": "", "proxy_configuration": "", "ephemeral_storage.size_in_gib": ""}
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
	return out
}

func (o *output) scalingTarget(s model.Service) arguments {
	if s.Scaling == nil {
		return nil
	}
	return arguments{
		"min_capacity": s.Scaling.Min, "max_capacity": s.Scaling.Max,
		"resource_id": "service/aws_ecs_cluster.main.name/aws_ecs_service." + label(s.Name) + ".name",
	}
}

func (o *output) scalingPolicies() map[string]arguments {
	out := map[string]arguments{}
	for _, s := range o.declared.Services {
		if s.Scaling == nil {
			continue
		}
		for metric, target := range map[string]int{"cpu": s.Scaling.CPU, "memory": s.Scaling.Memory, "requests": s.Scaling.Requests} {
			groups, _, _ := o.registrations(s)
			if target == 0 || metric == "requests" && groups == "" {
				continue
			}
			const block = tracking
			out[label(s.Name)+"_"+metric] = arguments{
				"resource_id":                "aws_appautoscaling_target." + label(s.Name) + ".resource_id",
				block + "target_value":       target,
				block + "scale_in_cooldown":  s.Scaling.Cooldown.In,
				block + "scale_out_cooldown": s.Scaling.Cooldown.Out,
				block + "predefined_metric_specification.predefined_metric_type": map[string]string{
					"cpu": "ECSServiceAverageCPUUtilization", "memory": "ECSServiceAverageMemoryUtilization", "requests": "ALBRequestCountPerTarget",
				}[metric],
				block + "predefined_metric_specification.resource_label": o.requestSource(s, metric, groups),
				block + "customized_metric_specification":                "", block + "disable_scale_in": "",
			}
		}
	}
	return out
}

const tracking = "target_tracking_scaling_policy_configuration."

// queuePolicies keep so many messages for each running task: no task counts as one, or
// for more than the target where there may be none.
func (o *output) queuePolicies() map[string]arguments {
	out := map[string]arguments{}
	for _, s := range o.declared.Services {
		if s.Scaling == nil || s.Scaling.QueueDepth == nil {
			continue
		}
		q, none := s.Scaling.QueueDepth, "1"
		if s.Scaling.Min == 0 {
			none = fmt.Sprintf("1 / %d", q.Target+1)
		}
		var names, values []string
		for _, d := range append(slices.Clone(q.Dimensions),
			model.Pair{Key: "ClusterName", Value: "aws_ecs_cluster.main.name"},
			model.Pair{Key: "ServiceName", Value: "aws_ecs_service." + label(s.Name) + ".name"}) {
			names, values = append(names, d.Key), append(values, d.Value)
		}
		const metrics = tracking + "customized_metric_specification.metrics."
		out[label(s.Name)+"_queue"] = arguments{
			"resource_id": "aws_appautoscaling_target." + label(s.Name) + ".resource_id", "policy_type": "TargetTrackingScaling",
			tracking + "target_value": q.Target, tracking + "disable_scale_in": "", tracking + "predefined_metric_specification": "",
			tracking + "scale_in_cooldown": s.Scaling.Cooldown.In, tracking + "scale_out_cooldown": s.Scaling.Cooldown.Out,
			metrics + "id": "each,waiting,running", metrics + "return_data": "true,false,false",
			metrics + "expression":       "waiting / IF(FILL(running, 0) > 0, running, " + none + ")",
			metrics + "metric_stat.stat": "Average,Average", metrics + "metric_stat.unit": "",
			metrics + "metric_stat.metric.namespace":        q.Namespace + ",ECS/ContainerInsights",
			metrics + "metric_stat.metric.metric_name":      q.Metric + ",RunningTaskCount",
			metrics + "metric_stat.metric.dimensions.name":  strings.Join(names, ","),
			metrics + "metric_stat.metric.dimensions.value": strings.Join(values, ","),
		}
	}
	return out
}

// requestSource is whose requests a policy counts: those of the first target group.
func (o *output) requestSource(s model.Service, metric, groups string) string {
	if metric != "requests" {
		return ""
	}
	first, _, _ := strings.Cut(groups, ",")
	for _, r := range s.Routes {
		if r.Balancer != "" && "aws_lb_target_group."+o.targetGroupLabel(s, r)+".arn" == first {
			return "aws_lb." + label(r.Balancer) + ".arn_suffix/" + strings.TrimSuffix(first, ".arn") + ".arn_suffix"
		}
	}
	return ""
}
