package infra

import (
	"fmt"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// tasksOf is how a service runs on AWS.
func tasksOf(s model.Service) string {
	tasks := strconv.Itoa(s.DesiredCount)
	if s.Scaling != nil {
		tasks = fmt.Sprintf("%d to %d", s.Scaling.Min, s.Scaling.Max)
	}
	word := "tasks"
	if tasks == "1" {
		word = "task"
	}
	return fmt.Sprintf("%s %s on Fargate, of %d CPU units and %d MiB", tasks, word, s.CPU, s.Memory)
}

func (b *builder) missingOfService(s model.Service) {
	if s.Scaling != nil {
		b.missing(s.Name, "as many tasks as there is work for", "one container")
	}
	for _, c := range s.Sidecars {
		b.missing(s.Name, "sidecar "+c.Name, "does not run")
	}
	if s.Tracing {
		b.missing(s.Name, "traces go to X-Ray", "there is no collector")
	}
	if len(s.Publishes) > 0 {
		b.missing(s.Name, "metrics go to CloudWatch", "there is nobody to take them")
	}
}

func (b *builder) missingOfDatabase(d model.Database, s LocalService) {
	if d.MultiAZ && d.Instances < 2 {
		b.missing(d.Name, "a standby in another zone", "one container")
	}
	if d.Instances > 1 {
		b.missing(d.Name, fmt.Sprintf("%d instances", d.Instances), "one container")
	}
	if d.Proxy != nil {
		b.missing(d.Name, "RDS Proxy", "services connect to the container")
		if d.Proxy.IAM {
			b.missing(d.Name, "services log in with their role", "they log in with the password")
		}
	}
	if len(d.Parameters) > 0 {
		b.missing(d.Name, "a parameter group", "the image's own settings")
	}
	if len(d.Extensions) > 0 {
		b.missing(d.Name, "extensions: "+strings.Join(d.Extensions, ", "), "those that the image has, made in the same way")
	}
	b.missing(d.Name, "TLS", "connections are not encrypted")
	b.missing(d.Name, "encryption and backups", "a plain volume")
	b.missing(d.Name, "a password that RDS makes and rotates", s.passwordHere())
}

// missingOfAll lists what belongs to no container: what all of them have on AWS, and
// the nodes of which nothing runs.
func (b *builder) missingOfAll() {
	if len(b.in.Services) > 0 {
		b.missing("", "IAM roles", "no permissions are asked for")
		b.missing("", "subnets and security groups", "containers reach each other, and the world, freely")
		b.missing("", "logs in CloudWatch", "docker compose logs")
	}
	if len(b.in.Secrets) > 0 {
		b.missing("", "secrets in Secrets Manager or Parameter Store", "values of .env")
	}
	for _, n := range b.in.Queues {
		b.missing(n.Name, "SQS", "does not run: calls need the URL of a queue, and credentials of AWS")
	}
	for _, n := range b.in.Topics {
		if b.in.Programs(n) {
			b.missing(n.Name, "SNS", "does not run: calls need the ARN of a topic, and credentials of AWS")
		}
	}
	for _, n := range b.in.Balancers {
		b.missing(n.Name, "a load balancer, with TLS, hosts and paths", "services answer on ports of this machine, without TLS")
	}
	for _, n := range b.in.Gateways {
		on, here := "API Gateway, with TLS", "services answer on ports of this machine, without TLS"
		if n.Authorizer != nil {
			on, here = on+" and an authorizer", here+", to everybody"
		}
		b.missing(n.Name, on, here)
	}
	for _, n := range b.in.Frontends {
		b.missing(n.Name, "S3 and CloudFront", "does not run: the site's own tools serve it")
	}
	for _, n := range b.in.Distributions {
		b.missing(n.Name, "CloudFront, which keeps answers", "does not run: "+n.To+" is asked itself")
	}
	for _, n := range b.in.Firewalls {
		b.missing(n.Name, "WAF", "nothing is blocked")
	}
	for _, n := range b.in.UserPools {
		b.missing(n.Name, "Cognito", "does not run: nobody can sign in")
	}
	for _, n := range b.in.IdentityProviders {
		b.missing(n.Name, "a balancer that has people sign in", "nobody is asked: requests have none of its headers")
	}
	for _, n := range b.in.Models {
		b.missing(n.Name, "Bedrock", "does not run: calls need credentials of AWS, and the containers have none")
	}
	for _, n := range b.in.Jobs {
		b.missing(n.Name, "a task that ECS starts at set times", "does not run: nothing starts it")
	}
	for _, n := range b.in.Functions {
		b.missing(n.Name, "Lambda, and a queue for what fails", "does not run: nothing happens for objects, and calls need credentials of AWS")
	}
	for _, n := range b.in.Guardrails {
		b.missing(n.Name, "a guardrail of Bedrock", "holds back nothing")
	}
	for _, n := range b.in.Externals {
		if n.AWS != "" {
			b.missing(n.Name, b.facts.Services.Services[n.AWS].Title, "does not run: calls need credentials of AWS, and the containers have none")
		}
	}
	for _, n := range b.in.Pipelines {
		b.missing(n.Name, "a pipeline", "docker compose up --build")
	}
	for _, n := range b.in.Alarms {
		b.missing(n.Name, "an alarm", "nobody watches")
	}
}

// passwordHere says where the password of a local store comes from.
func (s LocalService) passwordHere() string {
	for _, v := range s.Environment {
		if v.Asked != "" {
			return v.Asked + " of .env, or " + v.Value
		}
	}
	return "none"
}
