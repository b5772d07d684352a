package terraform_test

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

func taskRoles(base, label string, execution, task []infra.Statement) (infra.Role, infra.Role) {
	role := func(kind string, statements []infra.Statement) infra.Role {
		return infra.Role{
			Label: label + "_" + kind, Name: base + "-" + kind, Service: "ecs-tasks.amazonaws.com", Trust: "ecs_tasks_trust",
			Source: facts.Source{Title: "tasks", Service: "ecs", Things: "*"}, Statements: statements,
		}
	}
	return role("execution", execution), role("task", task)
}

func login() infra.Statement {
	return infra.Statement{
		Sid: "RegistryLogin", Actions: []string{"ecr:GetAuthorizationToken"}, Resources: []infra.Value{infra.Text("*")},
		Reason: "A login to ECR cannot be limited to a repository.",
	}
}

func writeLogs(group string) infra.Statement {
	return infra.Statement{
		Sid: "WriteLogs", Actions: []string{"logs:CreateLogStream", "logs:PutLogEvents"},
		Resources: []infra.Value{append(infra.Of(group, infra.LogGroupARN), infra.Part{Text: ":*"})},
	}
}

func readSecret(sid, node string, a infra.Attribute) infra.Statement {
	return infra.Statement{Sid: sid, Actions: []string{"secretsmanager:GetSecretValue"}, Resources: []infra.Value{infra.Of(node, a)}}
}

// strapi is a service in the default VPC, with its database.
func strapi() infra.Platform {
	execution, task := taskRoles("strapi-production-strapi", "strapi",
		[]infra.Statement{login(), writeLogs("strapi"), readSecret("ReadDbPassword", "db", infra.DatabaseSecret)}, nil)
	return stacked(infra.Platform{
		Name: "strapi", Environment: "production", File: "platforms/strapi.cue",
		Region: "ap-south-1", Partition: "aws", Layout: "single",
		Variables: []infra.Variable{{
			Name: "image_uri", Description: "Image of the service strapi.",
			Default: "839547328448.dkr.ecr.ap-south-1.amazonaws.com/strapi:latest",
		}},
		Network: infra.Network{
			Default: true, Zones: []string{"ap-south-1a", "ap-south-1b"}, NAT: "none",
			Subnets: []infra.Subnet{
				{Label: "a", Tier: infra.Public, Zone: "ap-south-1a"},
				{Label: "b", Tier: infra.Public, Zone: "ap-south-1b"},
			},
		},
		SecurityGroups: []infra.SecurityGroup{
			{Label: "strapi", Name: "strapi-production-strapi", Description: "ECS service strapi of strapi-production", Nodes: []string{"strapi"}},
			{Label: "db", Name: "strapi-production-db", Description: "RDS database db of strapi-production", Nodes: []string{"db"}},
		},
		Rules: []infra.Rule{
			{Label: "strapi_from_internet_1337", Group: "strapi", Peer: infra.Peer{CIDR: "0.0.0.0/0"}, Protocol: "tcp", FromPort: 1337, ToPort: 1337, Description: "Internet to strapi"},
			{Label: "strapi_to_internet_443", Group: "strapi", Egress: true, Peer: infra.Peer{CIDR: "0.0.0.0/0"}, Protocol: "tcp", FromPort: 443, ToPort: 443, Description: "strapi to AWS APIs, images and logs"},
			{Label: "strapi_to_db_5432", Group: "strapi", Egress: true, Peer: infra.Peer{Group: "db"}, Protocol: "tcp", FromPort: 5432, ToPort: 5432, Description: "strapi to db"},
			{Label: "db_from_strapi_5432", Group: "db", Peer: infra.Peer{Group: "strapi"}, Protocol: "tcp", FromPort: 5432, ToPort: 5432, Description: "strapi to db"},
		},
		Cluster:   &infra.Cluster{Stack: infra.StackCompute, Name: "strapi-production"},
		LogGroups: []infra.LogGroup{{Label: "strapi", Name: "/ecs/strapi-production/strapi", RetentionDays: 30, Stack: infra.StackCompute}},
		Services: []infra.Service{{
			Name: "strapi", Label: "strapi", Purpose: "Content management and its REST API", Port: 1337, Public: true, Tier: infra.Public, PublicIP: true,
			SecurityGroups: []string{"strapi"}, DesiredCount: 1, Capacity: "FARGATE",
			Deployment: model.Deployment{MinimumHealthy: 100, Maximum: 200, Rollback: true},
			Task: infra.Task{
				Family: "strapi-production-strapi", CPU: 512, Memory: 1024, Architecture: "X86_64",
				ExecutionRole: execution, TaskRole: task,
				Containers: []infra.Container{{
					Name: "strapi", Image: infra.Of("image_uri", infra.VariableValue), Essential: true, Port: 1337,
					Environment: []infra.EnvVar{
						{Name: "DATABASE_CLIENT", Value: infra.Text("postgres")},
						{Name: "DATABASE_HOST", Value: infra.Of("db", infra.DatabaseAddress)},
					},
					Secrets:  []infra.SecretVariable{{Name: "DATABASE_PASSWORD", Source: infra.Of("db", infra.DatabaseSecret), Key: "password"}},
					LogGroup: "strapi", StreamPrefix: "ecs",
				}},
			},
		}},
		Databases: []infra.Database{{
			Name: "db", Label: "db", Purpose: "Content and users", Identifier: "strapi-production-db", Engine: "postgres", Version: "15.4", PinnedMinor: true,
			Class: "db.t3.micro", Storage: 20, StorageType: "gp2", MultiAZ: true, DatabaseName: "strapidb", Username: "postgres", Port: 5432,
			SubnetGroup: "strapi-production-db", Tier: infra.Public, SecurityGroup: "db", BackupDays: 7,
			DeletionProtection: true, FinalSnapshot: "strapi-production-db-final",
		}},
	})
}

// hostile is text that means something to one of the layers that it goes through.
const hostile = "\"quoted\" \\ ${var.x} %{if} $${ $$ %% \n\t'é' <b> #\u2028 日本 👩 $"

// everything has each family with everything in it that can be switched on.
func everything(layout string) infra.Platform {
	p := infra.Platform{
		Name: "shop", Environment: "staging", File: "platforms/shop.cue", Region: "eu-west-1", Partition: "aws", Layout: layout,
		Tags: model.Pairs{{Key: "Cost Centre", Value: "42"}, {Key: "Owner", Value: hostileTag}},
		Variables: []infra.Variable{{
			Name: "worker_image_tag", Description: "Tag of " + hostile,
			Default: "v1", Prefix: "v", Message: "Tags begin with v: " + hostile,
		}},
		Network:        everyNetwork(),
		Cluster:        &infra.Cluster{Stack: infra.StackCompute, Name: "shop-staging"},
		SecurityGroups: everyGroup(),
		Rules:          everyRule(),
		LogGroups: []infra.LogGroup{
			{Label: "shop", Name: "/shop/staging", RetentionDays: 14, Stack: infra.StackCompute},
			{Label: "orders_postgresql", Name: "/aws/rds/instance/shop-staging-orders/postgresql", RetentionDays: 14, Stack: "data"},
		},
		Secrets: []infra.Secret{
			{Name: "api-key", Label: "api_key", Purpose: "Key of the payment API", Secret: "shop-staging-api-key", Store: "secretsmanager", RecoveryDays: 7},
			{Name: "feature-flags", Label: "feature_flags", Purpose: hostile, Secret: "/shop/staging/feature-flags", Store: "ssm", Existing: true, KMSKey: "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"},
			{Name: "legacy", Label: "legacy", Purpose: "Of the old shop", Secret: "legacy/shop", Store: "secretsmanager", Existing: true},
			{Name: "license", Label: "license", Secret: "/licenses/shop", Store: "ssm", Existing: true},
		},
		Buckets: []infra.Bucket{
			{Name: "uploads", Label: "uploads", Purpose: hostile, Bucket: "shop-staging-uploads", AccountSuffix: true, Versioning: true, NoncurrentDays: 90},
			{Name: "scratch", Label: "scratch", Bucket: "shop-staging-scratch", ExpireDays: 3, ForceDestroy: true},
		},
		Databases: everyDatabase(),
		Services:  everyService(),
	}
	if layout == "stacks" {
		p.State = &infra.State{Bucket: "shop-state", Region: "eu-west-1"}
	}
	return stacked(p)
}

// hostileTag is of the characters that AWS allows in tags.
const hostileTag = "A team: x_y.z/=+-@ é"

func everyNetwork() infra.Network {
	n := infra.Network{
		Name: "shop-staging", CIDR: "10.20.0.0/16", Zones: []string{"eu-west-1a", "eu-west-1b"}, NAT: "perZone",
		Endpoints: []infra.Endpoint{
			{Name: "s3", Service: "com.amazonaws.eu-west-1.s3", Gateway: true},
			{Name: "ecr.api", Service: "com.amazonaws.eu-west-1.ecr.api"},
		},
		FlowLogs: &infra.FlowLogs{
			LogGroup: infra.LogGroup{Label: "flow_logs", Name: "/vpc/shop-staging", RetentionDays: 14, Stack: infra.StackNetwork},
			Role: infra.Role{
				Label: "flow_logs", Name: "shop-staging-flow-logs", Service: "vpc-flow-logs.amazonaws.com", Trust: "flow_logs_trust",
				Source: facts.Source{Title: "flow logs", Service: "ec2", Things: "vpc-flow-log/*"},
				Statements: []infra.Statement{{
					Sid: "WriteLogs", Actions: []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
					Resources: []infra.Value{append(infra.Of("flow_logs", infra.LogGroupARN), infra.Part{Text: ":*"})},
				}},
			},
		},
	}
	third := 0
	for _, tier := range []infra.Tier{infra.Public, infra.Private, infra.DatabaseNet} {
		for _, zone := range []string{"a", "b"} {
			n.Subnets = append(n.Subnets, infra.Subnet{
				Label: string(tier) + "_" + zone, Name: "shop-staging-" + string(tier) + "-" + zone, Tier: tier,
				Zone: "eu-west-1" + zone, CIDR: "10.20." + string('0'+rune(third)) + ".0/24",
			})
			third++
		}
	}
	return n
}

func everyGroup() (groups []infra.SecurityGroup) {
	for _, node := range []string{"web", "worker", "orders", "catalogue"} {
		groups = append(groups, infra.SecurityGroup{Label: node, Name: "shop-staging-" + node, Description: node + " of shop-staging", Nodes: []string{node}})
	}
	return append(groups, infra.SecurityGroup{
		Label: "vpc_endpoints", Name: "shop-staging-vpc-endpoints", Description: "VPC endpoints of shop-staging", Nodes: []string{infra.EndpointsNode},
	})
}

func everyRule() (rules []infra.Rule) {
	between := func(from, to string, port int) {
		at := func(a, word, b string) string { return a + "_" + word + "_" + b }
		rules = append(rules,
			infra.Rule{Label: at(from, "to", to), Group: from, Egress: true, Peer: infra.Peer{Group: to}, Protocol: "tcp", FromPort: port, ToPort: port, Description: from + " to " + to},
			infra.Rule{Label: at(to, "from", from), Group: to, Peer: infra.Peer{Group: from}, Protocol: "tcp", FromPort: port, ToPort: port, Description: from + " to " + to})
	}
	between("web", "orders", 5432)
	between("worker", "catalogue", 3306)
	between("worker", "vpc_endpoints", 443)
	return append(rules,
		infra.Rule{Label: "web_from_internet_8080", Group: "web", Peer: infra.Peer{CIDR: "0.0.0.0/0"}, Protocol: "tcp", FromPort: 8080, ToPort: 8080, Description: "Internet to web"},
		infra.Rule{Label: "web_to_internet", Group: "web", Egress: true, Peer: infra.Peer{CIDR: "0.0.0.0/0"}, Protocol: "-1", Description: "web to anywhere"},
		infra.Rule{Label: "worker_to_s3_443", Group: "worker", Egress: true, Peer: infra.Peer{PrefixList: "s3"}, Protocol: "tcp", FromPort: 443, ToPort: 443, Description: "worker to s3"})
}

func everyDatabase() []infra.Database {
	return []infra.Database{
		{
			Name: "catalogue", Label: "catalogue", Identifier: "shop-staging-catalogue", Engine: "mysql", Version: "8.0",
			Class: "db.t4g.medium", Storage: 50, StorageType: "gp3", MaxStorage: 200, DatabaseName: "catalogue", Username: "admin", Port: 3306,
			ParameterFamily: "mysql8.0", Parameters: []infra.Parameter{{Name: "max_connections", Value: "200", Reboot: true}, {Name: "innodb_buffer_pool_instances", Value: "2", Reboot: true}},
			SubnetGroup: "shop-staging-catalogue", Tier: infra.DatabaseNet, SecurityGroup: "catalogue", BackupDays: 0,
			LogExports: []string{"error", "slowquery"},
		},
		{
			Name: "orders", Label: "orders", Identifier: "shop-staging-orders", Engine: "postgres", Version: "16.4", PinnedMinor: true,
			Class: "db.m6g.large", Storage: 400, StorageType: "gp3", IOPS: 12000, Throughput: 500, MultiAZ: true, Username: "orders", Port: 5433,
			ParameterFamily: "postgres16", Parameters: []infra.Parameter{{Name: "log_min_duration_statement", Value: "500"}, {Name: "search_path", Value: `"$user",public ${x}`}},
			SubnetGroup: "shop-staging-orders", Tier: infra.DatabaseNet, SecurityGroup: "orders",
			BackupDays: 7, BackupWindow: "03:00-04:00", MaintenanceWindow: "sun:04:30-sun:05:30",
			DeletionProtection: true, FinalSnapshot: "shop-staging-orders-final", LogExports: []string{"postgresql"},
			InsightsDays: 7, MonitoringInterval: 60,
			MonitoringRole: &infra.Role{
				Label: "orders_monitoring", Name: "shop-staging-orders-monitoring", Service: "monitoring.rds.amazonaws.com", Trust: "orders_monitoring_trust",
				Source: facts.Source{Title: "databases", Service: "rds", Things: "db:*"},
				Statements: []infra.Statement{{
					Sid: "WriteMetrics", Actions: []string{"logs:CreateLogGroup", "logs:PutRetentionPolicy"},
					Resources: []infra.Value{{{Text: "arn:aws:logs:eu-west-1:"}, {Attribute: infra.AccountID}, {Text: ":log-group:RDS*"}}},
				}},
			},
		},
	}
}

func everyService() []infra.Service {
	webExecution, webTask := taskRoles("shop-staging-web", "web",
		[]infra.Statement{login(), writeLogs("shop"), readSecret("ReadKey", "api-key", infra.SecretARN)},
		[]infra.Statement{{
			Sid: "Uploads", Actions: []string{"s3:GetObject", "s3:PutObject"},
			Resources: []infra.Value{append(infra.Of("uploads", infra.BucketARN), infra.Part{Text: "/*"})}, Reason: "Use of " + hostile,
		}})
	workerExecution, workerTask := taskRoles("shop-staging-worker", "worker", []infra.Statement{
		login(), writeLogs("shop"),
		{Sid: "Pull", Actions: []string{"ecr:BatchGetImage"}, Resources: []infra.Value{infra.Of("shop/worker", infra.RegistryARN)}},
	}, nil)
	check := &model.HealthCheck{Command: []string{"CMD-SHELL", "wget -q localhost || exit 1 # " + hostile}, Interval: 30, Timeout: 5, Retries: 3, StartPeriod: 20}
	return []infra.Service{
		{
			Name: "web", Label: "web", Title: hostile, Purpose: hostile, Port: 8080, Public: true, Tier: infra.Public, PublicIP: true,
			SecurityGroups: []string{"web"}, DesiredCount: 2, Capacity: "FARGATE", Exec: true, Pipeline: true,
			Scaling:    &model.Scaling{Min: 2, Max: 6, CPU: 60, Memory: 70, Cooldown: model.Cooldown{In: 300, Out: 60}},
			Deployment: model.Deployment{MinimumHealthy: 50, Maximum: 200, Rollback: true},
			Task: infra.Task{
				Family: "shop-staging-web", CPU: 1024, Memory: 2048, Architecture: "ARM64", EphemeralStorage: 40,
				ExecutionRole: webExecution, TaskRole: webTask,
				Containers: []infra.Container{
					{
						Name: "web", Image: infra.Text("public.ecr.aws/nginx/nginx:1.27"), Essential: true, Port: 8080,
						EntryPoint: []string{"/bin/sh", "-c"}, Command: []string{"exec nginx -g 'daemon off;' " + hostile},
						Environment: []infra.EnvVar{
							{Name: "BUCKET", Value: infra.Of("uploads", infra.BucketName)},
							{Name: "DATABASE_HOST", Value: infra.Of("orders", infra.DatabaseAddress)},
							{Name: "DATABASE_URL", Value: infra.Value{{Text: "postgres://$"}, {Node: "orders", Attribute: infra.DatabaseAddress}, {Text: ":5433/" + hostile}}},
							{Name: "HOSTILE", Value: infra.Text(hostile)},
						},
						Secrets: []infra.SecretVariable{
							{Name: "API_KEY", Source: infra.Of("api-key", infra.SecretARN), Key: "key"},
							{Name: "DATABASE_PASSWORD", Source: infra.Of("orders", infra.DatabaseSecret), Key: "password"},
							{Name: "LEGACY", Source: infra.Of("legacy", infra.SecretARN)},
							{Name: "LICENSE", Source: infra.Of("license", infra.SecretARN)},
						},
						HealthCheck: check, DependsOn: model.Pairs{{Key: "proxy", Value: "HEALTHY"}}, StopTimeout: 60,
						Init: true, LogGroup: "shop", StreamPrefix: "web",
					},
					{
						Name: "proxy", Image: infra.Text("envoyproxy/envoy:v1.31.0"), Essential: false, CPU: 256, Memory: 512,
						HealthCheck: check, ReadonlyRootFilesystem: true, LogGroup: "shop", StreamPrefix: "web",
					},
				},
			},
		},
		{
			Name: "worker", Label: "worker", Tier: infra.Private, SecurityGroups: []string{"worker"}, DesiredCount: 1, Capacity: "FARGATE_SPOT",
			Deployment: model.Deployment{MinimumHealthy: 0, Maximum: 100},
			Task: infra.Task{
				Family: "shop-staging-worker", CPU: 256, Memory: 512, Architecture: "X86_64", ExecutionRole: workerExecution, TaskRole: workerTask,
				Containers: []infra.Container{{
					Name: "worker", Essential: true, LogGroup: "shop", StreamPrefix: "worker",
					Image:   infra.Value{{Attribute: infra.AccountID}, {Text: ".dkr.ecr.eu-west-1.amazonaws.com/shop/worker:"}, {Node: "worker_image_tag", Attribute: infra.VariableValue}},
					Secrets: []infra.SecretVariable{{Name: "FLAGS", Source: infra.Of("feature-flags", infra.SecretARN)}},
				}},
			},
		},
	}
}

// many is a platform of n services, each with a database of its own in every fifth.
func many(n int) infra.Platform {
	base := strapi()
	p := base
	p.SecurityGroups, p.Rules, p.LogGroups, p.Services, p.Databases = nil, nil, nil, nil, nil
	for i := range n {
		suffix := string('a'+rune(i%26)) + strings.Repeat("x", i/26%5) + "-" + strconv.Itoa(i)
		label := strings.ReplaceAll(suffix, "-", "_")
		s := base.Services[0]
		s.Name, s.Label, s.SecurityGroups = suffix, label, []string{label}
		s.Task.ExecutionRole.Label, s.Task.TaskRole.Label = label+"_execution", label+"_task"
		s.Task.Containers = append([]infra.Container(nil), s.Task.Containers...)
		s.Task.Containers[0].Name, s.Task.Containers[0].LogGroup = suffix, label
		s.Task.ExecutionRole.Statements = []infra.Statement{login(), writeLogs(label)}
		p.SecurityGroups = append(p.SecurityGroups, infra.SecurityGroup{Label: label, Name: suffix, Description: suffix, Nodes: []string{suffix}})
		p.LogGroups = append(p.LogGroups, infra.LogGroup{Label: label, Name: suffix, RetentionDays: 1, Stack: infra.StackCompute})
		for _, r := range base.Rules[:3] {
			r.Label, r.Group = label+"_"+r.Label, label
			if r.Peer.Group != "" {
				r.Peer.Group = label
			}
			p.Rules = append(p.Rules, r)
		}
		p.Services = append(p.Services, s)
		if i%5 == 0 {
			d := base.Databases[0]
			d.Name, d.Label, d.SecurityGroup = "db-"+suffix, "db_"+label, label
			p.Databases = append(p.Databases, d)
		}
		db := p.Databases[len(p.Databases)-1].Name
		c := &p.Services[i].Task.Containers[0]
		c.Environment = []infra.EnvVar{{Name: "HOST", Value: infra.Of(db, infra.DatabaseAddress)}}
		c.Secrets = []infra.SecretVariable{{Name: "PASSWORD", Source: infra.Of(db, infra.DatabaseSecret), Key: "password"}}
	}
	return stacked(p)
}

// stacked puts every node into the stack that one of a platform without apps stands in.
func stacked(p infra.Platform) infra.Platform {
	p.Stacks = []infra.Stack{infra.StackNetwork, infra.StackSecrets, "data", infra.StackCompute}
	for i := range p.Services {
		p.Services[i].Stack = infra.StackCompute
	}
	for i := range p.Databases {
		p.Databases[i].Stack = "data"
	}
	for i := range p.Buckets {
		p.Buckets[i].Stack = "data"
	}
	if p.Cluster != nil {
		p.Cluster.Stack = infra.StackCompute
	}
	return p
}
