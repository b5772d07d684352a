package docs

import (
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// jobsPage tells what is started when, how it is started by hand, and where starts are
// that failed.
func jobsPage(v *view) []artifact.File {
	if len(v.Jobs) == 0 {
		return nil
	}
	pg := v.page(sentence("Jobs of %s: %s", text(v.Title), text(v.Environment)))
	pg.para("EventBridge Scheduler starts a task of each job on the cluster, with a role that may start this task definition alone. It does not look whether an earlier task still runs, and may start one twice: a job does the same where it runs once more.")
	if v.Park != nil {
		pg.para("While the platform is parked, nothing is started: see %s.", link("park and unpark", "operations.md#park-and-unpark"))
	}
	t := table{head: []md{"Job", "Starts", "Time zone", "Runs", "Size", "Capacity", "Purpose"}}
	for _, j := range v.Jobs {
		zone := code(j.Timezone)
		if strings.HasPrefix(j.Expression, "rate(") {
			zone = "none"
		}
		t.row(called(j.Name, j.Title), code(j.Expression), zone, v.shown(j.Task.Containers[0].Image), taskSize(j), code(j.Capacity), text(j.Purpose))
	}
	pg.table(t)
	v.startSection(pg)
	v.failedStartsSection(pg)
	return []artifact.File{pg.file("docs/jobs.md")}
}

func taskSize(j infra.Job) md {
	return sentence("%s CPU units, %s MiB", number(j.Task.CPU), number(j.Task.Memory))
}

// startSection starts the first job by hand, as the schedule says.
func (v *view) startSection(pg *page) {
	first := v.Jobs[0]
	pg.section("Start one by hand")
	pg.para("This starts %s as its schedule does; the others likewise.", text(first.Name))
	pg.shell(v.startJob(first)...)
}

// startJob starts a job as its schedule does.
func (v *view) startJob(j infra.Job) []string {
	region := " --region " + word(v.Region)
	return []string{
		"network=$(aws scheduler get-schedule --name " + word(j.Schedule) + " --query Target.EcsParameters.NetworkConfiguration.awsvpcConfiguration --output json" + region + `)`,
		`network=$(echo "$network" | jq '{awsvpcConfiguration: {subnets: .Subnets, securityGroups: .SecurityGroups, assignPublicIp: .AssignPublicIp}}')`,
		"aws ecs run-task --cluster " + word(v.Cluster.Name) + " --task-definition " + word(j.Task.Family) + ` --network-configuration "$network" \`,
		"  --capacity-provider-strategy capacityProvider=" + word(j.Capacity) + ",weight=1 --propagate-tags TASK_DEFINITION" + region,
	}
}

// failedStartsSection tells of the queues.
func (v *view) failedStartsSection(pg *page) {
	pg.section("Starts that failed")
	pg.para("A start that ECS refuses is tried again for a day, and then put into the queue of its job, encrypted, with the error. What a program makes of its run is in its log alone.")
	t := table{head: []md{"Job", "Tried again", "Queue", "Kept"}}
	for _, j := range v.Jobs[:min(len(v.Jobs), mostRows)] {
		t.row(text(j.Name), count(j.Retries, "time", "times"), code(j.Failed.Queue), count(j.Failed.Kept/secondsOfDay, "day", "days"))
	}
	pg.table(t)
	pg.para("This shows what is in a queue, and leaves it there:")
	pg.shell(v.showQueue(v.Jobs[0].Failed.Queue)...)
}

// showQueue shows the messages of a queue, by its name.
func (v *view) showQueue(name string) []string {
	return []string{
		"queue=$(aws sqs get-queue-url --queue-name " + word(name) + " --query QueueUrl --output text --region " + word(v.Region) + ")",
		"aws sqs receive-message --queue-url \"$queue\" --max-number-of-messages 10 --visibility-timeout 0 --region " + word(v.Region),
	}
}

// jobDetails are the lines below a job's name in a chart.
func jobDetails(j infra.Job) []string {
	return append(titleLine(j.Title, j.Name), "ECS task, "+j.Expression, string(taskSize(j)))
}
