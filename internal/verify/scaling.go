package verify

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

func (o *output) scalingTarget(s model.Service) arguments {
	if s.Scaling == nil {
		return nil
	}
	least, most := s.Scaling.Min, s.Scaling.Max
	if o.parked {
		least, most = 0, 0
	}
	return arguments{
		"service_namespace": "ecs", "scalable_dimension": "ecs:service:DesiredCount",
		"min_capacity": least, "max_capacity": most,
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
			a := tracked(s, target)
			a[tracking+"predefined_metric_specification.predefined_metric_type"] = map[string]string{
				"cpu": "ECSServiceAverageCPUUtilization", "memory": "ECSServiceAverageMemoryUtilization", "requests": "ALBRequestCountPerTarget",
			}[metric]
			a[tracking+"predefined_metric_specification.resource_label"] = o.requestSource(s, metric, groups)
			out[label(s.Name)+"_"+metric] = a
		}
	}
	return out
}

// tracked is a policy that keeps a number of a service's at a target.
func tracked(s model.Service, target int) arguments {
	follows := "aws_appautoscaling_target." + label(s.Name)
	return arguments{
		"policy_type": "TargetTrackingScaling",
		"resource_id": follows + ".resource_id", "service_namespace": follows + ".service_namespace", "scalable_dimension": follows + ".scalable_dimension",
		tracking + "target_value": target, tracking + "scale_in_cooldown": s.Scaling.Cooldown.In, tracking + "scale_out_cooldown": s.Scaling.Cooldown.Out,
	}
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
		a := tracked(s, q.Target)
		maps.Copy(a, arguments{
			metrics + "id": "each,waiting,running", metrics + "return_data": "true,false,false", metrics + "label": something,
			metrics + "expression":                          "waiting / IF(FILL(running, 0) > 0, running, " + none + ")",
			metrics + "metric_stat.stat":                    "Average,Average",
			metrics + "metric_stat.metric.namespace":        q.Namespace + ",ECS/ContainerInsights",
			metrics + "metric_stat.metric.metric_name":      q.Metric + ",RunningTaskCount",
			metrics + "metric_stat.metric.dimensions.name":  strings.Join(names, ","),
			metrics + "metric_stat.metric.dimensions.value": strings.Join(values, ","),
		})
		out[label(s.Name)+"_queue"] = a
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
