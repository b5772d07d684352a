package verify

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// permit adds what a use needs on a thing, by the ARN that Terraform gives for it.
func (o *output) permit(may map[permission]bool, use, arn string) { o.permitIf(may, use, arn, "") }

// permitIf is permit under a condition: "StringEquals iam:PassedToService ecs-tasks.amazonaws.com".
func (o *output) permitIf(may map[permission]bool, use, arn, when string) {
	for _, g := range o.facts.IAM.Grants(use) {
		on := arn + o.facts.IAM.Suffixes[g.Resource]
		if g.Resource == "*" {
			on = "*"
		}
		for _, a := range g.Actions {
			may[permission{a, on, when}] = true
		}
	}
}

// passTasks adds handing a role to tasks, and to nothing else.
func (o *output) passTasks(may map[permission]bool, role string) {
	o.permitIf(may, "role-pass", role, "StringEquals "+o.facts.IAM.Keys.PassedTo+" "+o.facts.IAM.Principal("ecs-task"))
}

// program is what the task role of a service may do.
func (o *output) program(s model.Service) map[permission]bool {
	may := map[permission]bool{}
	if s.Exec {
		o.permit(may, "exec", "")
	}
	if s.Tracing {
		o.permit(may, "xray-write", "")
	}
	if len(s.Publishes) > 0 {
		o.permitIf(may, "metrics-write", "", "StringEquals "+o.facts.Metrics.Namespaces.Condition+" "+strings.Join(s.Publishes, ","))
	}
	o.deployMay(may, s)
	for _, u := range s.Uses {
		if m, ok := o.calledModel(u.Name); ok {
			o.modelMay(may, m)
		}
		o.externalMay(may, u.Name)
		if d, ok := o.databases[u.Name]; ok && rolesLogIn(d, u) {
			o.permit(may, "rds-connect", o.proxyUser(d))
		}
		if o.buckets[u.Name] {
			o.bucketMay(may, u)
		}
		if v, ok := o.volume(u.Name); ok {
			o.volumeMay(may, v, u)
		}
		o.messageMay(may, u)
		if name := o.functionName(u.Name); name != "" {
			o.permit(may, "function-invoke", o.arn("lambda", accountID)+"function:"+name)
		}
	}
	return may
}

// bucketMay adds what a use of a bucket needs, on the objects that it is for.
func (o *output) bucketMay(may map[permission]bool, u model.Use) {
	access, arn := cmp.Or(u.Access, "read"), "aws_s3_bucket."+label(u.Name)+".arn"
	allow := func(use, prefix, suffix string) {
		for _, g := range o.facts.IAM.Grants("s3-" + use) {
			on := arn
			if g.Resource == "object" {
				on += "/" + prefix + "*" + suffix
			}
			for _, a := range g.Actions {
				when := ""
				if key := o.facts.IAM.Keys.Listed[a]; key != "" && prefix != "" {
					when = "StringLike " + key + " " + prefix + "*"
				}
				may[permission{a, on, when}] = true
			}
		}
	}
	if access != "readwrite" || u.WritePrefix == "" {
		allow(access, u.Prefix, u.Suffix)
		return
	}
	allow("read", u.Prefix, u.Suffix)
	allow("write", u.WritePrefix, "")
}

// execution is what the execution role of a service may do: pull, log and read secrets.
func (o *output) execution(s model.Service) map[permission]bool {
	may := map[permission]bool{}
	o.permit(may, "logs-write", "aws_cloudwatch_log_group."+o.logGroup(s)+".arn")
	images, secrets := []model.Image{s.Image}, slices.Clone(s.Secrets)
	for _, c := range s.Sidecars {
		images, secrets = append(images, c.Image), append(secrets, c.Secrets...)
	}
	for _, arn := range o.repositories(images) {
		o.permit(may, "ecr-login", "")
		o.permit(may, "ecr-pull", arn)
	}
	for _, variable := range secrets {
		name, _, _ := strings.Cut(variable.Value, ":")
		secret, ok := o.secrets[name]
		if !ok {
			continue // reported where references are checked
		}
		o.permit(may, map[string]string{"secretsmanager": "secret-read", "ssm": "parameter-read"}[secret.Store], secretARN(secret))
		if secret.KMSKey != "" {
			o.permit(may, "kms-decrypt", secret.KMSKey)
		}
	}
	o.storeSecrets(may, s.Uses)
	for _, u := range s.Uses {
		if u.Database != "" {
			o.permit(may, "secret-read", login(s.Name, u.Name))
		}
		if u.Database != "" || u.Provisions {
			o.permit(may, "secret-read", login(u.Name, "provisioner"))
		}
	}
	return may
}

// storeSecrets adds what connecting to the databases and caches among uses needs.
func (o *output) storeSecrets(may map[permission]bool, uses []model.Use) {
	for _, u := range uses {
		if d, ok := o.databases[u.Name]; ok && !rolesLogIn(d, u) && u.Database == "" {
			o.permit(may, "secret-read", o.masterSecret(d))
		}
		if c, ok := o.cached(u.Name); ok {
			o.permit(may, "secret-read", cacheSecret(c))
		}
	}
}

// secretARN is how the ARN of a secret is spelled.
func secretARN(s model.Secret) string {
	typ := "aws_secretsmanager_secret."
	if s.Store == "ssm" {
		typ = "aws_ssm_parameter."
	}
	if s.Existing {
		typ = "data." + typ
	}
	return typ + label(s.Name) + ".arn"
}

// repositories are the ARNs of the repositories in ECR that images come from. With
// any repository of the account, its others need not be named.
func (o *output) repositories(images []model.Image) (arns []string) {
	own := o.arn("ecr", accountID) + "repository/"
	address := func(name string) string {
		if declared, ok := o.ownRepository(name); ok {
			return declared + ".arn"
		}
		return own + name
	}
	for _, i := range images {
		reference := cmp.Or(i.URI, i.Default)
		host, rest, found := strings.Cut(reference, "/")
		r, private := o.facts.Registry(host)
		switch {
		case i.Repository != "":
			arns = append(arns, address(i.Repository))
		case reference == "":
			arns = append(arns, own+"*")
		case found && private:
			region, _ := o.facts.Region(r.Region)
			repository := strings.FieldsFunc(rest, func(c rune) bool { return c == ':' || c == '@' })[0]
			arns = append(arns, "arn:"+cmp.Or(region.Partition, "aws")+":ecr:"+r.Region+":"+r.Account+":repository/"+repository)
		}
	}
	if !slices.Contains(arns, own+"*") {
		return arns
	}
	return slices.DeleteFunc(arns, func(arn string) bool { return strings.HasPrefix(arn, own) && arn != own+"*" })
}

// helpers are what the roles of AWS's own services are for, by address.
func (o *output) helpers() map[string]purpose {
	out := map[string]purpose{}
	if n := o.declared.Network; n.VPC == "own" && n.FlowLogs {
		may := map[permission]bool{}
		o.permit(may, "flow-logs-write", "aws_cloudwatch_log_group.flow_logs.arn")
		out["aws_iam_role.flow_logs"] = purpose{"flow-logs", may, model.At("network", "flowLogs")}
	}
	for _, d := range o.declared.Databases {
		if d.Proxy != nil {
			may := map[permission]bool{}
			o.permit(may, "secret-read", o.masterSecret(d))
			out["aws_iam_role."+label(d.Name)+"_proxy"] = purpose{"rds-proxy", may, model.At("databases", d.Name, "proxy")}
		}
		if d.MonitoringInterval > 0 {
			may := map[permission]bool{}
			o.permit(may, "rds-monitoring-write", o.arn("logs", accountID)+"log-group:"+o.facts.RDS.MonitoringGroups)
			out["aws_iam_role."+label(d.Name)+"_monitoring"] = purpose{"rds-monitoring", may, model.At("databases", d.Name, "monitoringInterval")}
		}
	}
	for _, f := range o.declared.Functions {
		out["aws_iam_role."+label(f.Name)] = purpose{"lambda", o.functionMay(f), model.At("functions", f.Name)}
	}
	maps.Copy(out, o.jobRoles())
	maps.Copy(out, o.userPoolRoles())
	maps.Copy(out, o.pipelineRoles())
	return out
}
