package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// asService is what a function has like a service: its name, variables and uses.
func asService(f model.Function) model.Service {
	s := model.Service{Name: f.Name, Environment: f.Environment, Secrets: f.Secrets, Uses: f.Uses}
	if f.Image != nil {
		s.Image = *f.Image
	}
	return s
}

// inVPC reports whether a function must stand in the VPC: something that it uses does.
func (o *output) inVPC(f model.Function) bool {
	return slices.ContainsFunc(f.Uses, func(u model.Use) bool {
		to, listens := o.listens[u.Name]
		return listens && to.node != world
	})
}

func perFunction(want func(*output, model.Function) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return per(o.declared.Functions, func(f model.Function) string { return f.Name }, func(f model.Function) arguments { return want(o, f) })
	}
}

func (o *output) lambda(f model.Function) arguments {
	own := label(f.Name)
	out := arguments{
		"role": "aws_iam_role." + own + ".arn", "architectures": o.facts.Lambda.Architectures[f.Architecture],
		"memory_size": f.Memory, "timeout": f.Timeout, "ephemeral_storage.size": positive(f.EphemeralStorage),
		"environment.variables":          o.functionVariables(f),
		"reserved_concurrent_executions": "",
		"depends_on":                     "aws_iam_role_policy." + own + ",aws_cloudwatch_log_group." + own,
	}
	if policy := o.fetchedFrom(f); policy != "" {
		out["depends_on"] = fmt.Sprint(out["depends_on"], ",", policy)
	}
	if f.Concurrency != nil {
		out["reserved_concurrent_executions"] = *f.Concurrency
	}
	if z := f.Zip; z != nil {
		out["package_type"], out["runtime"], out["handler"] = "Zip", f.Runtime, f.Handler
		out["s3_bucket"], out["s3_key"] = "aws_s3_bucket."+label(z.Bucket)+".bucket", z.Key
		return out
	}
	out["package_type"], out["image_uri"] = "Image", o.image(asService(f), f.Name, *f.Image)
	out["image_config.command"] = strings.Join(f.Command, ",")
	return out
}

// fetchedFrom is the policy of the repository that the image of a function is in, where
// both stand in one root or module.
func (o *output) fetchedFrom(f model.Function) string {
	if f.Image == nil {
		return ""
	}
	address, own := o.ownRepository(f.Image.Repository)
	policy := strings.Replace(address, "aws_ecr_repository.", "aws_ecr_repository_policy.", 1)
	if !own || !o.beside(policy, "aws_lambda_function."+label(f.Name)) {
		return ""
	}
	return policy
}

// beside reports whether two blocks stand in one root or module.
func (o *output) beside(address, other string) bool {
	return slices.ContainsFunc(o.config.folders, func(folder string) bool {
		m := o.config.modules[folder]
		return m.at[address] != nil && m.at[other] != nil
	})
}

// fetchedImages are the policies of the repositories that Lambda fetches images from.
func (o *output) fetchedImages(r model.Repository) arguments {
	if len(o.fetchers(r)) == 0 {
		return nil
	}
	address, _ := o.ownRepository(r.Name)
	return arguments{"repository": address + ".name"}
}

// fetchers are the ARNs of the functions whose image is in a repository.
func (o *output) fetchers(r model.Repository) (arns []string) {
	for _, f := range o.declared.Functions {
		if f.Image != nil && f.Image.Repository == r.Name {
			arns = append(arns, o.arn("lambda", accountID)+"function:"+o.functionName(f.Name))
		}
	}
	return arns
}

// repositoryPolicies makes sure that nobody but Lambda, for the declared functions, fetches
// by the policy of a repository.
func (o *output) repositoryPolicies() (found diag.List) {
	for _, r := range o.declared.Repositories {
		address, _ := o.ownRepository(r.Name)
		o.config.each("resource", "aws_ecr_repository_policy", func(m *module, b *block) {
			if "aws_ecr_repository."+b.label != address {
				return
			}
			want := o.visit("function-image", nil, "ArnLike aws:SourceArn "+strings.Join(o.fetchers(r), ","))
			if problem := o.unsaid(m, b, "policy", want); problem != "" {
				found = append(found, finding(permissionRules, "verify-permission-extra", b.pos, nil, problem))
			}
		})
	}
	return found
}

// functionVariables are those of a function: in place of a secret, its ARN.
func (o *output) functionVariables(f model.Function) string {
	environment, secrets := o.variables(asService(f))
	var all []string
	for _, v := range environment {
		all = append(all, v.Key+"="+v.Value)
	}
	for _, v := range secrets {
		for suffix, key := range map[string]string{"_PASSWORD": ":password::", "_URL": ":url::"} {
			if arn, keyed := strings.CutSuffix(v.Value, key); keyed {
				v.Key, v.Value = strings.TrimSuffix(v.Key, suffix)+"_SECRET", arn
			}
		}
		all = append(all, v.Key+"="+v.Value)
	}
	slices.Sort(all)
	return strings.Join(all, ",")
}

// functionName is the name in AWS of a function.
func (o *output) functionName(node string) (name string) {
	o.config.each("resource", "aws_lambda_function", func(m *module, b *block) {
		if b.label == label(node) {
			name = o.config.spelled(b.of(m, "function_name"))
		}
	})
	return name
}

// failedQueues keep what functions failed at, and starts of jobs that failed.
func (o *output) failedQueues() map[string]arguments {
	kept, out := arguments{"message_retention_seconds": o.facts.SQS.KeptSeconds, "sqs_managed_sse_enabled": true}, map[string]arguments{}
	for _, f := range o.declared.Functions {
		out[label(f.Name)+"_failed"] = kept
	}
	for _, j := range o.declared.Jobs {
		out[label(j.Name)+"_failed"] = kept
	}
	return out
}

func (o *output) invocation(f model.Function) arguments {
	return arguments{
		"function_name":                             "aws_lambda_function." + label(f.Name) + ".arn",
		"maximum_retry_attempts":                    f.Retries,
		"destination_config.on_failure.destination": "aws_sqs_queue." + label(f.Name) + "_failed.arn",
	}
}

// functionMay is what the role of a function may do: log, keep what failed, stand in the
// VPC, read its secrets, and what it uses.
func (o *output) functionMay(f model.Function) map[permission]bool {
	may := o.program(asService(f))
	o.permit(may, "logs-write", "aws_cloudwatch_log_group."+label(f.Name)+".arn")
	o.permit(may, "queue-send", "aws_sqs_queue."+label(f.Name)+"_failed.arn")
	if o.inVPC(f) {
		o.networking(may, f)
	}
	for _, variable := range f.Secrets {
		if secret, ok := o.secrets[variable.Value]; ok {
			o.permit(may, map[string]string{"secretsmanager": "secret-read", "ssm": "parameter-get"}[secret.Store], secretARN(secret))
			if secret.KMSKey != "" {
				o.permit(may, "kms-decrypt", secret.KMSKey)
			}
		}
	}
	o.storeSecrets(may, f.Uses)
	return may
}

// networking adds what Lambda does for a function in the VPC, and that its program may do
// nothing of it but what it declares to use.
func (o *output) networking(may map[permission]bool, f model.Function) {
	used := map[string]bool{}
	for p := range may {
		used[p.action] = true
	}
	o.permit(may, "function-network", "")
	own := "ArnEquals " + o.facts.Lambda.SourceKey + " " + o.arn("lambda", accountID) + "function:" + o.functionName(f.Name)
	for _, g := range o.facts.IAM.Grants("function-network") {
		for _, a := range g.Actions {
			if !used[a] {
				may[permission{denied + a, "*", own}] = true
			}
		}
	}
}

// functionFlows calls flow with all that a function in the VPC needs.
func (o *output) functionFlows(f model.Function, flow func(from, to, protocol string, port int, declared model.Path)) {
	if !o.inVPC(f) {
		return
	}
	at := model.At("functions", f.Name)
	interfaces, gateways := o.endpoints()
	if o.declared.Network.VPC == "own" && o.declared.Network.NAT != "none" {
		flow(f.Name, world, "tcp", 443, at)
	} else {
		for _, g := range gateways {
			flow(f.Name, gatewayPrefix+g, "tcp", 443, model.At("network", "endpoints"))
		}
	}
	if interfaces {
		flow(f.Name, endpoints, "tcp", 443, model.At("network", "endpoints"))
	}
	o.useFlows(f.Name, f.Uses, at, flow)
}
