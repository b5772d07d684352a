package docs

import "groundplan.internal/internal/infra"

// failingSection is for whoever is woken: what ECS says of a service that does not do what
// it should, and how the revision before comes back.
func (v *view) failingSection(pg *page) {
	if len(v.Services) == 0 || v.Cluster == nil {
		return
	}
	s := v.exampleService()
	if len(s.Task.Containers) == 0 {
		return
	}
	region := " --region " + word(v.Region)
	of := ` --cluster "$cluster" --service`
	pg.section("When a service fails")
	pg.para("What ECS did last, and why the last tasks stopped, which it forgets an hour later:")
	pg.shell(
		"cluster="+word(v.Cluster.Name)+" service="+word(v.Known(s.Name)),
		`aws ecs describe-services`+of+`s "$service" --query 'services[0].{running: runningCount, desired: desiredCount, deployments: deployments[].[status, rolloutState, taskDefinition], events: events[:5].message}'`+region,
		`stopped=$(aws ecs list-tasks`+of+`-name "$service" --desired-status STOPPED --query taskArns --output text`+region+")",
		`aws ecs describe-tasks --cluster "$cluster" --tasks $stopped --query 'tasks[].[stoppedAt, stoppedReason, containers[].reason]'`+region,
	)
	if len(s.TargetGroups) > 0 {
		pg.para("What the load balancer thinks of its tasks:")
		pg.shell(
			`group=$(aws ecs describe-services`+of+`s "$service" --query 'services[0].loadBalancers[0].targetGroupArn' --output text`+region+")",
			`aws elbv2 describe-target-health --target-group-arn "$group" --query 'TargetHealthDescriptions[].[Target.Id, TargetHealth.State, TargetHealth.Reason, TargetHealth.Description]' --output table`+region,
		)
	}
	pg.para("Its own words are in the %s.", link("logs", "#logs"))
	v.backSection(pg, s)
}

// backSection is the way back from a revision whose tasks are healthy and wrong.
func (v *view) backSection(pg *page, s infra.Service) {
	pg.subsection("Go back to an earlier revision")
	pg.para("Where new tasks do not become healthy, ECS goes back by itself, if %s. Where they are healthy and wrong, name the revision to go back to:", link("the service says so", "scaling.md#deployment"))
	region := " --region " + word(v.Region)
	pg.shell(
		"aws ecs list-task-definitions --family-prefix "+word(s.Task.Family)+" --sort DESC --max-items 5 --query taskDefinitionArns"+region,
		"revision=... # the number after the last colon",
		"aws ecs update-service --cluster "+word(v.Cluster.Name)+" --service "+word(v.Known(s.Name))+" --task-definition "+word(s.Task.Family+":")+`"$revision"`+region,
	)
	switch {
	case s.Pipeline && len(v.Pipelines) > 0:
		pg.para("The next run of its pipeline deploys the newest commit again: see %s.", link("roll back", "pipelines.md#roll-back"))
	case !s.Pipeline:
		pg.para("Every apply brings the newest revision back: take the change back in %s, compile and apply, too.", code(v.File))
	}
}
