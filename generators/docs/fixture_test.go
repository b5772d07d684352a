package docs_test

import (
	"fmt"

	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

const tasksPrincipal = "ecs-tasks.amazonaws.com"

// service is a service with its two roles, in a security group of its own.
func service(env, name string, port int) infra.Service {
	return infra.Service{
		Name: name, Label: name, Port: port, Tier: infra.Private, SecurityGroups: []string{name},
		DesiredCount: 1, Capacity: "FARGATE",
		Task: infra.Task{
			Family: env + "-" + name, CPU: 512, Memory: 1024, Architecture: "X86_64",
			ExecutionRole: infra.Role{
				Label: name + "_execution", Name: env + "-" + name + "-execution", Kind: "ecs-task", Service: tasksPrincipal, Description: "Execution role of the tasks of " + name,
				Statements: []infra.Statement{
					{Sid: "RegistryLogin", Service: "Amazon ECR", Actions: []string{"ecr:GetAuthorizationToken"}, Resources: []infra.Value{infra.Text("*")}, Reason: "A login to ECR cannot be limited to a repository."},
					{Sid: "PullImage", Actions: []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}, Resources: []infra.Value{infra.Of(name, infra.RegistryARN)}},
					{Sid: "WriteLogs", Actions: []string{"logs:CreateLogStream", "logs:PutLogEvents"}, Resources: []infra.Value{append(infra.Of(name, infra.LogGroupARN), infra.Part{Text: ":*"})}},
				},
			},
			TaskRole: infra.Role{Label: name + "_task", Name: env + "-" + name + "-task", Kind: "ecs-task", Service: tasksPrincipal, Description: "Task role of the program in " + name},
			Containers: []infra.Container{{
				Name: name, Image: infra.Text("123456789012.dkr.ecr.eu-west-1.amazonaws.com/" + name + ":v1"), Essential: true, Port: port,
				LogGroup: name, StreamPrefix: "ecs",
			}},
		},
	}
}

func database(env, name, engine, version string, port int) infra.Database {
	titles := map[string]string{"postgres": "PostgreSQL", "mysql": "MySQL"}
	return infra.Database{
		Name: name, Label: name, Identifier: env + "-" + name, Engine: engine, EngineTitle: titles[engine], Extensible: engine == "postgres", Version: version, RotationDays: 7,
		Class: "db.t4g.medium", Storage: 50, StorageType: "gp3", DatabaseName: name, Username: "postgres", Port: port,
		SubnetGroup: env + "-" + name, Tier: infra.DatabaseNet, SecurityGroup: name, BackupDays: 7, BackupWindow: "02:00-03:00",
		DeletionProtection: true, FinalSnapshot: env + "-" + name + "-final",
	}
}

// let adds a flow: a rule on each side that is a group, and where it is declared the edge.
func let(p *infra.Platform, from, to, family, label string, port int, purpose string, path ...string) {
	peer := func(name string) infra.Peer {
		if name == infra.Internet || family == "externals" && name == to {
			return infra.Peer{CIDR: "0.0.0.0/0"}
		}
		return infra.Peer{Group: name}
	}
	rule := infra.Rule{Protocol: "tcp", FromPort: port, ToPort: port, Description: from + " to " + to, Path: path}
	if own := peer(from); own.Group != "" && port != 0 {
		r := rule
		r.Label, r.Group, r.Egress, r.Peer = fmt.Sprintf("%s_to_%s_%d", from, to, port), own.Group, true, peer(to)
		p.Rules = append(p.Rules, r)
	}
	if own := peer(to); own.Group != "" && port != 0 {
		r := rule
		r.Label, r.Group, r.Peer = fmt.Sprintf("%s_from_%s_%d", to, from, port), own.Group, peer(from)
		p.Rules = append(p.Rules, r)
	}
	if len(path) > 0 {
		p.Edges = append(p.Edges, infra.Edge{From: from, To: to, Family: family, Port: port, Label: label, Purpose: purpose, Path: path})
	}
}

func groups(p *infra.Platform) {
	add := func(name, what string) {
		p.SecurityGroups = append(p.SecurityGroups, infra.SecurityGroup{
			Label: name, Name: p.Name + "-" + p.Environment + "-" + name, Description: what + " " + name, Nodes: []string{name},
		})
	}
	for _, s := range p.Services {
		add(s.Name, "ECS service")
		p.LogGroups = append(p.LogGroups, infra.LogGroup{Label: s.Name, Name: "/ecs/" + p.Name + "-" + p.Environment + "/" + s.Name, RetentionDays: 30, Stack: infra.StackCompute})
	}
	for _, d := range p.Databases {
		add(d.Name, "RDS database")
	}
}

// strapi is one service in the default VPC with its database.
func strapi() infra.Platform {
	p := infra.Platform{
		Name: "strapi", Title: "Strapi CMS", Environment: "production", File: "platforms/strapi.cue",
		Region: "ap-south-1", Layout: "single", Cluster: &infra.Cluster{Stack: infra.StackCompute, Name: "strapi-production"},
		Variables: []infra.Variable{{
			Name: "image_uri", Description: "Image of the service strapi.",
			Default: "839547328448.dkr.ecr.ap-south-1.amazonaws.com/strapi:latest",
		}},
		Network: infra.Network{
			Default: true, Zones: []string{"ap-south-1a", "ap-south-1b"}, NAT: "none",
			Subnets: []infra.Subnet{{Label: "a", Tier: infra.Public, Zone: "ap-south-1a"}, {Label: "b", Tier: infra.Public, Zone: "ap-south-1b"}},
		},
	}
	s := service("strapi-production", "strapi", 1337)
	s.Public, s.PublicIP, s.Tier, s.Purpose = true, true, infra.Public, "Content management and its REST API"
	s.Task.Containers[0].Image = infra.Of("image_uri", infra.VariableValue)
	s.Task.Containers[0].Secrets = []infra.SecretVariable{{Name: "DATABASE_PASSWORD", Source: infra.Of("db", infra.DatabaseSecret), Key: "password"}}
	s.Task.ExecutionRole.Statements = append(s.Task.ExecutionRole.Statements, infra.Statement{
		Sid: "ReadDbPassword", Actions: []string{"secretsmanager:GetSecretValue"}, Resources: []infra.Value{infra.Of("db", infra.DatabaseSecret)},
		Path: model.At("services", "strapi", "uses", "db"),
	})
	d := database("strapi-production", "db", "postgres", "15.4", 5432)
	d.Class, d.Storage, d.StorageType, d.MultiAZ, d.DatabaseName, d.Tier = "db.t3.micro", 20, "gp2", true, "strapidb", infra.Public
	d.Purpose, d.Holds = "Content and users", []string{"Articles", "Authors", "Categories", "Media"}
	p.Services, p.Databases = []infra.Service{s}, []infra.Database{d}
	groups(&p)
	let(&p, infra.Internet, "strapi", "services", "1337", 1337, "", "services", "strapi", "public")
	p.Rules = append(p.Rules, infra.Rule{
		Label: "strapi_to_internet_443", Group: "strapi", Egress: true, Peer: infra.Peer{CIDR: "0.0.0.0/0"},
		Protocol: "tcp", FromPort: 443, ToPort: 443, Description: "strapi to AWS APIs, images and logs",
	})
	let(&p, "strapi", "db", "databases", "PostgreSQL 5432", 5432, "", "services", "strapi", "uses", "db")
	p.Flows = []infra.Flow{{
		Name: "content", Title: "Application data flow",
		Actors: []infra.Participant{{Name: "client", Title: "Client (browser)", Actor: true}, {Name: "strapi"}, {Name: "db"}},
		Steps: []model.Step{
			{From: "client", To: "strapi", Label: "HTTP request, port 1337"},
			{From: "strapi", To: "db", Label: "Query, PostgreSQL protocol, port 5432"},
			{From: "db", To: "strapi", Label: "Query results", Reply: true},
			{From: "strapi", To: "client", Label: "HTTP response", Reply: true},
		},
	}}
	p.Accepted = []model.Accept{{Code: "sg-open-container", Node: "strapi", Reason: "A load balancer is not worth its price here | yet"}}
	return stacked(p)
}

func strapiLocal() infra.Platform {
	cloud := strapi()
	return infra.Platform{
		Name: "strapi", Title: "Strapi CMS", Environment: "local", File: "platforms/strapi.cue",
		Edges: cloud.Edges, Flows: cloud.Flows,
		Local: &infra.Local{
			Project: "strapi-local", Volumes: []string{"db-data", "uploads"},
			Services: []infra.LocalService{
				{
					Node: "db", Name: "db", Container: "strapi-postgres", Family: "databases", Image: "postgres:15-alpine", Port: 5432, Published: 5432,
					Volumes:     model.Pairs{{Key: "db-data", Value: "/var/lib/postgresql/data"}},
					Environment: []infra.LocalVariable{{Name: "POSTGRES_DB", Value: "strapidb"}, {Name: "POSTGRES_PASSWORD", Asked: "DB_PASSWORD"}},
				},
				{
					Node: "strapi", Name: "strapi", Container: "strapi-app", Family: "services", Build: ".", Port: 1337, Published: 1337,
					Volumes:     model.Pairs{{Key: "uploads", Value: "/opt/app/public/uploads"}},
					Environment: []infra.LocalVariable{{Name: "DATABASE_PASSWORD", Asked: "DB_PASSWORD"}},
					DependsOn:   []string{"db"},
				},
			},
			Missing: []infra.Parity{{Node: "db", On: "standby in another zone", Here: "one container"}},
		},
	}
}

// shop has its own VPC, and every family with something in it that can be shown.
func shop(environment string) infra.Platform {
	base := "shop-" + environment
	p := infra.Platform{
		Name: "shop", Title: "Shop", Description: "Sells things.\nAnd keeps | what was sold.", Environment: environment, File: "platforms/shop.cue",
		Region: "eu-west-1", Layout: "stacks", State: &infra.State{Bucket: "shop-state", Region: "eu-west-1"},
		Cluster:   &infra.Cluster{Stack: infra.StackCompute, Name: base},
		Variables: []infra.Variable{{Name: "api_image_tag", Description: "Tag of the image of api."}},
		Network: infra.Network{
			Name: base, CIDR: "10.20.0.0/16", Zones: []string{"eu-west-1a", "eu-west-1b"}, NAT: "single",
			Endpoints: []infra.Endpoint{
				{Name: "s3", Service: "com.amazonaws.eu-west-1.s3", Gateway: true},
				{Name: "ecr.api", Service: "com.amazonaws.eu-west-1.ecr.api"},
			},
			FlowLogs: &infra.FlowLogs{LogGroup: infra.LogGroup{Label: "flow_logs", Name: "/vpc/" + base, RetentionDays: 14}, Role: infra.Role{
				Label: "flow_logs", Name: base + "-flow-logs", Service: "vpc-flow-logs.amazonaws.com", Description: "Writes the flow logs",
				Statements: []infra.Statement{{Sid: "WriteLogs", Service: "CloudWatch Logs", Actions: []string{"logs:CreateLogStream", "logs:PutLogEvents"}, Resources: []infra.Value{infra.Text("*")}, Reason: "The log group of the VPC"}},
			}},
		},
	}
	for t, tier := range []infra.Tier{infra.Public, infra.Private, infra.DatabaseNet} {
		for z, zone := range p.Network.Zones {
			p.Network.Subnets = append(p.Network.Subnets, infra.Subnet{
				Label: string(tier) + "_" + zone[len(zone)-1:], Name: base + "-" + string(tier) + "-" + zone[len(zone)-1:],
				Tier: tier, Zone: zone, CIDR: fmt.Sprintf("10.20.%d.0/24", t*2+z),
			})
		}
	}
	p.Services = []infra.Service{
		service(base, "admin", 9000), service(base, "api", 8080), service(base, "search", 7700),
		service(base, "web", 3000), service(base, "worker", 0),
	}
	web, api, worker := &p.Services[3], &p.Services[1], &p.Services[4]
	web.Public, web.PublicIP, web.Tier, web.Purpose = true, true, infra.Public, "Pages for customers"
	api.Scaling = &model.Scaling{Min: 2, Max: 8, CPU: 70}
	api.Exec, api.Pipeline, api.Purpose = true, true, "Orders & baskets <v2>"
	api.Task.TaskRole.Statements = []infra.Statement{
		{Sid: "UploadsObjects", Actions: []string{"s3:DeleteObject", "s3:GetObject", "s3:PutObject"}, Resources: []infra.Value{append(infra.Of("uploads", infra.BucketARN), infra.Part{Text: "/*"})}, Path: model.At("services", "api", "uses", "uploads")},
		{Sid: "UploadsList", Actions: []string{"s3:ListBucket"}, Resources: []infra.Value{infra.Of("uploads", infra.BucketARN)}, Path: model.At("services", "api", "uses", "uploads")},
	}
	api.Task.ExecutionRole.Statements = append(api.Task.ExecutionRole.Statements, infra.Statement{
		Sid: "ReadPaymentKey", Actions: []string{"secretsmanager:GetSecretValue"}, Resources: []infra.Value{infra.Of("payment-key", infra.SecretARN)}, Path: model.At("services", "api", "secrets", "PAYMENT_KEY"),
	})
	worker.Capacity, worker.DesiredCount = "FARGATE_SPOT", 3
	orders, people := database(base, "orders", "postgres", "16", 5432), database(base, "people", "mysql", "8.4", 3306)
	orders.Purpose, orders.Holds = "Orders", []string{"orders", "invoices"}
	orders.MultiAZ = environment == "production"
	orders.Parameters = []infra.Parameter{{Name: "log_min_duration_statement", Value: "500"}, {Name: "max_connections", Value: "200", Reboot: true}}
	people.MaxStorage = 200
	p.Databases = []infra.Database{orders, people}
	if environment == "staging" {
		p.Databases = p.Databases[:1]
		api.Scaling, api.Task.CPU = nil, 256
		p.Databases[0].DeletionProtection = false
	}
	p.Buckets = []infra.Bucket{{Name: "uploads", Label: "uploads", Bucket: base + "-uploads", AccountSuffix: true, Versioning: true, NoncurrentDays: 90, Purpose: "Pictures", Holds: []string{"pictures"}}}
	p.Secrets = []infra.Secret{
		{Name: "mail-login", Label: "mail_login", Secret: "/mail/login", Store: "ssm", Existing: true},
		{Name: "payment-key", Label: "payment_key", Purpose: "Key of the payment API", Secret: base + "-payment-key", Store: "secretsmanager", RecoveryDays: 30,
			Readers: []infra.SecretReader{{Service: "api", Container: "api", Variable: "PAYMENT_KEY"}}},
	}
	p.Externals = []infra.External{
		{Name: "mail", Title: "Mail (SMTP)", Purpose: "Sends receipts", Hosts: []string{"smtp.example.com"}, Port: 587, OnFailure: "Receipts wait in the worker"},
		{Name: "payments", Purpose: "Takes money", Hosts: []string{"api.example.com", "hooks.example.com"}, Port: 443, Phase: "from the first sale", OnFailure: "No orders"},
	}
	groups(&p)
	let(&p, infra.Internet, "web", "services", "3000", 3000, "", "services", "web", "public")
	let(&p, "web", "api", "services", "8080", 8080, "Baskets", "services", "web", "uses", "api")
	let(&p, "web", "search", "services", "7700", 7700, "", "services", "web", "uses", "search")
	let(&p, "admin", "api", "services", "8080", 8080, "", "services", "admin", "uses", "api")
	let(&p, "api", "orders", "databases", "PostgreSQL 5432", 5432, "", "services", "api", "uses", "orders")
	let(&p, "worker", "orders", "databases", "PostgreSQL 5432", 5432, "", "services", "worker", "uses", "orders")
	if environment != "staging" {
		let(&p, "admin", "people", "databases", "MySQL 3306", 3306, "", "services", "admin", "uses", "people")
	}
	let(&p, "api", "uploads", "buckets", "read, write", 0, "Keeps pictures", "services", "api", "uses", "uploads")
	let(&p, "worker", "uploads", "buckets", "read", 0, "", "services", "worker", "uses", "uploads")
	let(&p, "api", "payments", "externals", "443", 443, "Takes money", "services", "api", "uses", "payments")
	let(&p, "worker", "mail", "externals", "587", 587, "", "services", "worker", "uses", "mail")
	p.Flows = []infra.Flow{{
		Name: "order", Title: "An order",
		Actors: []infra.Participant{{Name: "customer", Title: "Customer", Actor: true}, {Name: "web"}, {Name: "api"}, {Name: "orders"}, {Name: "payments"}},
		Steps: []model.Step{
			{From: "customer", To: "web", Label: "Buys"}, {From: "web", To: "api", Label: "POST /orders"},
			{From: "api", To: "payments", Label: "Charge"}, {From: "payments", To: "api", Label: "Paid; or not", Reply: true},
			{Alternatives: []model.Alternative{
				{When: "paid", Steps: []model.Arrow{{From: "api", To: "orders", Label: "INSERT"}, {From: "api", To: "web", Label: "201", Reply: true}}},
				{When: "not paid", Steps: []model.Arrow{{From: "api", To: "web", Label: "402", Reply: true}}},
			}},
		},
	}}
	p.Diagrams = []infra.Diagram{{Name: "ordering", Title: "What an order touches", Nodes: []string{"web", "api", "orders", "payments", "payment-key"}}}
	return stacked(p)
}

// grown is a platform of n services, with a database for every fifth and two edges each.
func grown(n int) infra.Platform {
	p := shop("production")
	p.Services, p.Databases, p.Rules, p.Edges, p.SecurityGroups, p.LogGroups, p.Flows, p.Diagrams = nil, nil, nil, nil, nil, nil, nil, nil
	name := func(i int) string { return fmt.Sprintf("svc-%05d", i) }
	for i := range n {
		p.Services = append(p.Services, service("shop-production", name(i), 8080))
		if i%5 == 0 {
			p.Databases = append(p.Databases, database("shop-production", fmt.Sprintf("db-%05d", i), "postgres", "16", 5432))
		}
	}
	groups(&p)
	for i := range n {
		let(&p, name(i), name((i+1)%n), "services", "8080", 8080, "", "services", name(i), "uses", name((i+1)%n))
		to := fmt.Sprintf("db-%05d", i-i%5)
		let(&p, name(i), to, "databases", "PostgreSQL 5432", 5432, "", "services", name(i), "uses", to)
	}
	return stacked(p)
}

// hostileText means something to every format that it is written into.
const hostileText = "=cmd|'/C calc'!A0 \"q\" `b` ```\n<script>alert(1)</script> [x](javascript:a) | %%{init: {}}%% end; direction TB www.example.com ${x} \u202e &amp; -->"

// hostilePlatform has that text wherever an author may write what they like.
func hostilePlatform() infra.Platform {
	p := strapi()
	p.Title, p.Description = hostileText, hostileText
	p.Services[0].Title, p.Services[0].Purpose = hostileText, hostileText
	p.Services[0].Task.Containers[0].Environment = []infra.EnvVar{{Name: "X", Value: infra.Text(hostileText)}}
	p.Databases[0].Title, p.Databases[0].Purpose, p.Databases[0].Holds = hostileText, hostileText, []string{hostileText}
	p.Secrets = []infra.Secret{{Name: "key", Purpose: hostileText, Secret: "strapi-production-key", Store: "secretsmanager"}}
	p.Externals = []infra.External{{Name: "mail", Title: hostileText, Purpose: hostileText, Phase: hostileText, OnFailure: hostileText, Port: 443}}
	p.Variables[0].Description, p.Variables[0].Default = hostileText, hostileText
	for i := range p.Edges {
		p.Edges[i].Purpose, p.Edges[i].Label = hostileText, hostileText
	}
	f := &p.Flows[0]
	f.Title, f.Actors[0].Title, f.Steps[0].Label = hostileText, hostileText, hostileText
	p.Diagrams = []infra.Diagram{{Name: "all", Title: hostileText, Nodes: []string{"strapi", "db", "key", "mail"}}}
	p.Accepted = []model.Accept{{Code: "x", Reason: hostileText}}
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
