package verify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// called reports whether a name is one of those that a pattern stands for.
func called(pattern, name string) bool {
	parts := strings.Split(pattern, "*")
	first, last := parts[0], parts[len(parts)-1]
	if len(parts) == 1 {
		return name == pattern
	}
	if len(name) < len(first)+len(last) || !strings.HasPrefix(name, first) || !strings.HasSuffix(name, last) {
		return false
	}
	name = name[len(first) : len(name)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		_, after, found := strings.Cut(name, part)
		if !found {
			return false
		}
		name = after
	}
	return true
}

func calledAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return called(p, name) })
}

// likes are the declared services that are called as those that a program makes.
func (o *output) likes(d model.Deploys) (names []string) {
	for _, s := range o.declared.Services {
		if calledAny(d.Services, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

// madeBy begins the names of families and roles.
func (o *output) madeBy() string { return o.declared.Name + "-" + o.declared.Environment.Name + "-" }

// deployTags are the tags of what a program makes: the platform's, and whose it is.
func (o *output) deployTags(s model.Service) map[string]string {
	tags := map[string]string{"Platform": o.declared.Name, "Environment": o.declared.Environment.Name}
	for _, t := range o.declared.Tags {
		tags[t.Key] = t.Value
	}
	tags["ManagedBy"] = s.Name
	return tags
}

// deployMay adds what making services needs: each call on what is called so, with all
// tags, and tags with these calls alone.
func (o *output) deployMay(may map[permission]bool, s model.Service) {
	if s.Deploys == nil {
		return
	}
	keys, tags := o.facts.IAM.Keys, o.deployTags(s)
	names := []string{"Platform", "Environment", "ManagedBy"}
	for _, t := range o.declared.Tags {
		names = append(names, t.Key)
	}
	var conditions []string
	for _, key := range names {
		conditions = append(conditions, "StringEquals "+keys.RequestTag+key+" "+tags[key])
	}
	tagged := strings.Join(append(conditions, "ForAllValues:StringEquals "+keys.TagKeys+" "+strings.Join(names, ",")), ", ")
	made := func(service, call string) string { return "StringEquals " + keys.CreateAction[service] + " " + call }
	var revisions []string
	for _, pattern := range s.Deploys.Services {
		family := o.arn("ecs", accountID) + "task-definition/" + o.madeBy() + pattern
		revisions = append(revisions, family+":*")
		o.permitIf(may, "task-make", family, tagged)
		o.permitIf(may, "task-tag", family, made("ecs", "RegisterTaskDefinition"))
		o.permitIf(may, "service-tag", o.arn("ecs", accountID)+"service/aws_ecs_cluster.main.name/"+pattern, made("ecs", "CreateService"))
	}
	runs := "ArnEquals " + keys.Cluster + " aws_ecs_cluster.main.arn, ArnLike " + keys.TaskDefinition + " " + strings.Join(revisions, ",") + ", " + tagged
	for _, pattern := range s.Deploys.Services {
		o.permitIf(may, "service-make", o.arn("ecs", accountID)+"service/aws_ecs_cluster.main.name/"+pattern, runs)
	}
	for _, role := range o.passed(*s.Deploys) {
		o.passTasks(may, o.roleARN(role))
	}
	for _, b := range s.Deploys.Balancers {
		for _, pattern := range s.Deploys.Services {
			group := o.arn("elasticloadbalancing", accountID) + "targetgroup/" + pattern
			o.permitIf(may, "target-group-make", group, tagged)
			o.permitIf(may, "target-group-tag", group, made("elasticloadbalancing", "CreateTargetGroup"))
		}
		o.permitIf(may, "rule-make", "aws_lb_listener."+label(b)+"_https.arn", tagged)
		o.permitIf(may, "rule-tag", o.arn("elasticloadbalancing", accountID)+"listener-rule/aws_lb."+label(b)+".arn_suffix", made("elasticloadbalancing", "CreateRule"))
		o.permit(may, "rules-read", "")
	}
}

// roleARN is the ARN of a role by its name.
func (o *output) roleARN(name string) string {
	region, _ := o.facts.Region(o.declared.Region)
	return "arn:" + region.Partition + ":iam::" + accountID + ":role/" + name
}

// rolePatterns are what roles of tasks are called that a program may pass.
func (o *output) rolePatterns(d model.Deploys) (patterns []string) {
	for _, pattern := range d.Services {
		patterns = append(patterns, o.madeBy()+pattern+"-execution", o.madeBy()+pattern+"-task")
	}
	return patterns
}

// passed are the roles that a program may pass: those that are called so, and of services
// like those that it makes the ones whose emitted names are others.
func (o *output) passed(d model.Deploys) []string {
	out, likes := o.rolePatterns(d), o.likes(d)
	o.eachTaskRole(func(_ *block, name, service string) {
		if slices.Contains(likes, service) && !calledAny(out, name) {
			out = append(out, name)
		}
	})
	return out
}

// eachTaskRole calls f with every emitted role, its name, and the service whose tasks have
// it; of all other roles it is empty.
func (o *output) eachTaskRole(f func(b *block, name, service string)) {
	of := map[string]string{}
	for _, s := range o.declared.Services {
		of[label(s.Name)+"_execution"], of[label(s.Name)+"_task"] = s.Name, s.Name
	}
	o.config.each("resource", "aws_iam_role", func(_ *module, b *block) { f(b, b.body.text("name"), of[b.label]) })
}

// lent makes sure that no program can run tasks with a role of anything but a service like
// those that it makes.
func (o *output) lent() (found diag.List) {
	for _, s := range o.declared.Tasks() {
		if s.Deploys == nil {
			continue
		}
		patterns, likes := o.rolePatterns(*s.Deploys), o.likes(*s.Deploys)
		o.eachTaskRole(func(b *block, name, service string) {
			if calledAny(patterns, name) && !slices.Contains(likes, service) {
				found = append(found, finding(permissionRules, "verify-permission-extra", b.pos, s.Path().Then("deploys"), fmt.Sprintf("%s may pass the role %s, which is of no service like those that it makes.", s.Name, name)))
			}
		})
	}
	return found
}

// deployVariables calls add with what a program is told to make services with: where the
// first of those that are called so stands, and their groups.
func (o *output) deployVariables(s model.Service, add func(name, value string)) {
	if s.Deploys == nil {
		return
	}
	likes := o.likes(*s.Deploys)
	for i, name := range likes {
		likes[i] = label(name) // AWS may know it by another name
	}
	public, subnets, groups := "", "", []string{}
	o.config.each("resource", "aws_ecs_service", func(m *module, b *block) {
		if !slices.Contains(likes, b.label) {
			return
		}
		for _, n := range b.body.all("network_configuration") {
			of := func(argument string) string {
				e, _ := n.get(argument)
				return o.config.spelled(value{m.folder, e})
			}
			groups = append(groups, of("security_groups"))
			if b.label == likes[0] {
				public, subnets = map[string]string{"true": "ENABLED", "false": "DISABLED"}[of("assign_public_ip")], of("subnets")
			}
		}
	})
	slices.Sort(groups)
	tags, err := json.Marshal(o.deployTags(s))
	add("DEPLOYS_TAGS", cmp.Or(string(tags), fmt.Sprint(err)))
	add("DEPLOYS_ASSIGN_PUBLIC_IP", public)
	add("DEPLOYS_CLUSTER", "aws_ecs_cluster.main.name")
	add("DEPLOYS_FAMILY_PREFIX", o.madeBy())
	add("DEPLOYS_ROLE_PREFIX", o.roleARN(o.madeBy()))
	add("DEPLOYS_SECURITY_GROUPS", strings.Join(slices.Compact(groups), ","))
	add("DEPLOYS_SUBNETS", ","+subnets) // join(",", …)
	add("DEPLOYS_VPC_ID", o.vpcID())
	for _, b := range s.Deploys.Balancers {
		add(strings.ToUpper(label(b))+"_LISTENER_ARN", "aws_lb_listener."+label(b)+"_https.arn")
	}
}

// deployArrows are those of programs to the services like those that they make, and to the
// balancers that they add rules to, unless they are connected anyway.
func (o *output) deployArrows(arrows map[arrow]bool) {
	if o.declared.Environment.Local {
		return
	}
	for _, s := range o.declared.Tasks() {
		if s.Deploys == nil {
			continue
		}
		for _, to := range append(o.likes(*s.Deploys), s.Deploys.Balancers...) {
			if !arrows[arrow{s.Name, to, true}] {
				arrows[arrow{s.Name, to, false}] = true
			}
		}
	}
}
