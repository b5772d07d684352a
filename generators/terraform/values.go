package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// addresses finds what each node has, for the values that speak of it.
func addresses(p infra.Platform) map[nodeAttribute]tf.Ref {
	m := make(map[nodeAttribute]tf.Ref)
	for _, d := range p.Databases {
		databaseAddresses(m, d)
	}
	for _, v := range p.Volumes {
		m[nodeAttribute{v.Name, infra.VolumeID}] = tf.RefTo("aws_efs_file_system", v.Label, "id")
		m[nodeAttribute{v.Name, infra.VolumeARN}] = tf.RefTo("aws_efs_file_system", v.Label, "arn")
		m[nodeAttribute{v.Name, infra.AccessPointID}] = tf.RefTo("aws_efs_access_point", v.Label, "id")
		m[nodeAttribute{v.Name, infra.AccessPointARN}] = tf.RefTo("aws_efs_access_point", v.Label, "arn")
	}
	for _, c := range p.Caches {
		m[nodeAttribute{c.Name, infra.CacheAddress}] = cacheRef(c, "primary_endpoint_address")
		m[nodeAttribute{c.Name, infra.CacheReadAddress}] = cacheRef(c, "reader_endpoint_address")
		m[nodeAttribute{c.Name, infra.CacheSecret}] = tf.RefTo("aws_secretsmanager_secret", c.Label, "arn")
	}
	for _, b := range p.Buckets {
		m[nodeAttribute{b.Name, infra.BucketName}] = tf.RefTo("aws_s3_bucket", b.Label, "bucket")
		m[nodeAttribute{b.Name, infra.BucketARN}] = tf.RefTo("aws_s3_bucket", b.Label, "arn")
	}
	for _, s := range p.Secrets {
		m[nodeAttribute{s.Name, infra.SecretARN}] = secretRef(s)
	}
	groups := p.LogGroups
	if p.Network.FlowLogs != nil {
		groups = append(groups[:len(groups):len(groups)], p.Network.FlowLogs.LogGroup)
	}
	for _, g := range groups {
		m[nodeAttribute{g.Label, infra.LogGroupName}] = tf.RefTo("aws_cloudwatch_log_group", g.Label, "name")
		m[nodeAttribute{g.Label, infra.LogGroupARN}] = tf.RefTo("aws_cloudwatch_log_group", g.Label, "arn")
	}
	for _, s := range p.Tasks() {
		for _, r := range []infra.Role{s.Task.ExecutionRole, s.Task.TaskRole} {
			m[nodeAttribute{r.Label, infra.RoleARN}] = tf.RefTo("aws_iam_role", r.Label, "arn")
		}
	}
	for _, l := range logins(p) {
		m[nodeAttribute{l.Label, infra.LoginARN}] = loginARN(l)
	}
	jobAddresses(m, p)
	repositoryAddresses(m, p)
	deliveryAddresses(m, p)
	pipelineAddresses(m, p)
	return m
}

func databaseAddresses(m map[nodeAttribute]tf.Ref, d infra.Database) {
	host := "address"
	if d.Aurora() {
		host = "endpoint"
	}
	m[nodeAttribute{d.Name, infra.DatabaseAddress}] = databaseRef(d, host)
	m[nodeAttribute{d.Name, infra.DatabaseSecret}] = databaseRef(d, "master_user_secret[0].secret_arn")
	if d.Proxy != nil {
		m[nodeAttribute{d.Name, infra.ProxyAddress}] = tf.RefTo("aws_db_proxy", d.Label, "endpoint")
		m[nodeAttribute{d.Name, infra.ProxyReadAddress}] = tf.RefTo("aws_db_proxy_endpoint", d.Label+"_read", "endpoint")
		m[nodeAttribute{d.Name, infra.ProxyResource}] = tf.RefTo("aws_db_proxy", d.Label, "arn")
	}
}

// value is a value of the IR as a stack would write it.
func (e *emitter) value(stack infra.Stack, v infra.Value) tf.Expr {
	if len(v) == 1 {
		return e.part(stack, v[0])
	}
	parts := make(tf.Template, len(v))
	for i, p := range v {
		parts[i] = e.part(stack, p)
	}
	return parts
}

// text is a text with the platform's domain by its variable, wherever it is mentioned. All
// texts go through here once, at the end, so that none can be forgotten.
func (e *emitter) text(s tf.String) tf.Expr {
	v := e.p.Domain.In(string(s))
	if _, literal := v.Literal(); literal {
		return s
	}
	return e.value("", v)
}

func (e *emitter) values(stack infra.Stack, vs []infra.Value) tf.List {
	list := make(tf.List, len(vs))
	for i, v := range vs {
		list[i] = e.value(stack, v)
	}
	return list
}

func (e *emitter) part(stack infra.Stack, p infra.Part) tf.Expr {
	switch p.Attribute {
	case "":
		return tf.String(p.Text)
	case infra.VariableValue:
		return tf.Var(p.Node)
	case infra.AccountID:
		return e.accountID(stack)
	case infra.RegistryARN:
		return e.arn(stack, "ecr", "repository/"+p.Node)
	case infra.FunctionARN:
		return e.arn(stack, "lambda", "function:"+p.Node)
	case infra.ClusterARN:
		return tf.RefTo("aws_ecs_cluster", clusterLabel, "arn")
	case infra.VPCID:
		return e.vpcID()
	case infra.SubnetIDs:
		return tf.Fn("join", tf.String(","), e.subnetIDs[infra.Tier(p.Node)])
	case infra.SecurityGroupID:
		return tf.RefTo("aws_security_group", p.Node, "id")
	case infra.ListenerARN:
		return tf.RefTo("aws_lb_listener", p.Node+"_https", "arn")
	case infra.ClusterName:
		return tf.RefTo("aws_ecs_cluster", clusterLabel, "name")
	}
	if r, ok := counted()[p.Attribute]; ok {
		return tf.RefTo(r.resource, p.Node, r.attribute)
	}
	ref, ok := e.addresses[nodeAttribute{p.Node, p.Attribute}]
	if !ok {
		panic("terraform: nothing has " + string(p.Attribute) + " of " + p.Node)
	}
	if p.Attribute == infra.ProxyResource { // the last part of the proxy's ARN
		return tf.Fn("element", tf.Fn("split", tf.String(":"), ref), tf.Int(6))
	}
	return ref
}

// arn is the name of something of this account and region, by what follows the
// account: "db:*" needs no separator of its own.
func (e *emitter) arn(stack infra.Stack, service, resource string) tf.Expr {
	return tf.Template{
		tf.String("arn:" + e.p.Partition + ":" + service + ":" + e.p.Region + ":"),
		e.accountID(stack), tf.String(":" + resource),
	}
}

// accountID is the account that whoever applies is in.
func (e *emitter) accountID(stack infra.Stack) tf.Expr {
	e.account[stack] = true
	return tf.RefToData("aws_caller_identity", "current", "account_id")
}

// accounts looks the account up in each stack that asks for it.
func (e *emitter) accounts() {
	for _, stack := range e.p.Stacks {
		if e.account[stack] {
			e.add(stack, "account.tf", tf.Data("aws_caller_identity", "current"))
		}
	}
}
