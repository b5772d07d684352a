package verify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var routeRules = []Rule{
	{"verify-route", "route other than declared", "Every declared route is a rule of the balancer's listener that leads to a target group of the service's own port, with its health check, in which the service registers its tasks; it has people sign in where that is declared, and asks for the secret header where the balancer is guarded; redirects lead where declared; there is no other rule, and none is shadowed by one that is asked first."},
}

// rule is a listener rule, by what it asks for and where it leads.
type rule struct {
	listener, host, path, header, target string
}

// balancerHosts are the names that a balancer is asked for, sorted.
func (o *output) balancerHosts(name string) (hosts []string) {
	for _, s := range o.declared.Services {
		for _, r := range s.Routes {
			if r.Balancer == name && r.Host != "" {
				hosts = append(hosts, o.fullName(r.Host))
			}
		}
	}
	for _, b := range o.declared.Balancers {
		for _, r := range b.Redirects {
			if b.Name == name {
				hosts = append(hosts, o.fullName(r.Host))
			}
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// declaredRules are the rules that there must be, with the priority that an author gave,
// or 0.
func (o *output) declaredRules() map[rule]int {
	out := map[rule]int{}
	for _, s := range o.declared.Services {
		for _, r := range s.Routes {
			if r.Balancer == "" {
				continue
			}
			action, order := o.signInAction(r), ""
			if action != "" {
				order = "order = 2, "
			}
			action += "type = forward, " + order + "target_group_arn = aws_lb_target_group." + o.targetGroupLabel(s, r) + ".arn"
			out[rule{httpsListener(r.Balancer), o.hostAsked(r.Host), pathAsked(r.Host, r.Path), o.guardOf(r.Balancer), action}] = r.Priority
		}
	}
	for _, b := range o.declared.Balancers {
		for _, r := range b.Redirects {
			out[rule{httpsListener(b.Name), o.hostAsked(r.Host), pathAsked(r.Host, r.Path), o.guardOf(b.Name), redirectTo(o.redirectHost(r.To))}] = r.Priority
		}
	}
	return out
}

// redirectTo is an action that leads to a host, and keeps the path and the query.
func redirectTo(host string) string {
	return "type = redirect, redirect, redirect.host = " + host + ", redirect.protocol = HTTPS, redirect.port = 443, redirect.status_code = HTTP_302"
}

func httpsListener(balancer string) string {
	return "aws_lb_listener." + label(balancer) + "_https.arn"
}

func (o *output) hostAsked(host string) string {
	if host == "" {
		return ""
	}
	return o.fullName(host)
}

// pathAsked is the path of a rule: one that asks for no host asks for every path.
func pathAsked(host, path string) string {
	if host == "" {
		return cmp.Or(path, "/*")
	}
	return path
}

// redirectHost is the first host of a frontend or distribution.
func (o *output) redirectHost(node string) string {
	for _, x := range o.declared.Frontends {
		if x.Name == node {
			return o.fullName(x.Hosts[0])
		}
	}
	for _, x := range o.declared.Distributions {
		if x.Name == node {
			return o.fullName(x.Hosts[0])
		}
	}
	return ""
}

// targetGroupLabel is the label of the group of a service that a route leads to.
func (o *output) targetGroupLabel(s model.Service, r model.Route) string {
	words := []string{s.Name}
	balancers := map[string]bool{}
	for _, other := range s.Routes {
		if other.Balancer != "" {
			balancers[other.Balancer] = true
		}
	}
	if len(balancers) > 1 {
		words = append(words, r.Balancer)
	}
	if r.Port != 0 && r.Port != s.Port {
		words = append(words, strconv.Itoa(r.Port))
	}
	return label(strings.Join(words, "-"))
}

// routes compares the rules of the listeners with the declared routes and redirects.
func (o *output) routes() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	wrong := func(at diag.Pos, format string, args ...any) {
		found = append(found, finding(routeRules, "verify-route", at, nil, fmt.Sprintf(format, args...)))
	}
	declared := o.declaredRules()
	byListener := map[string][]placed{}
	o.config.each("resource", "aws_lb_listener_rule", func(m *module, b *block) {
		r := o.emittedRule(m, b)
		priority, _ := strconv.Atoi(b.body.text("priority"))
		given, ok := declared[r]
		switch {
		case !ok:
			wrong(b.pos, "%s asks for host %q, path %q and header %q and leads to %s, which is not declared.", b.address, r.host, r.path, r.header, r.target)
		case given != 0 && given != priority:
			wrong(b.pos, "%s has the priority %d, and must have %d.", b.address, priority, given)
		}
		delete(declared, r)
		byListener[r.listener] = append(byListener[r.listener], placed{r, priority, b})
	})
	for _, r := range slices.SortedFunc(maps.Keys(declared), func(a, b rule) int { return strings.Compare(a.host+a.path, b.host+b.path) }) {
		wrong(diag.Pos{File: o.declared.File}, "No rule of %s leads host %q and path %q to %s.", r.listener, r.host, r.path, r.target)
	}
	for _, listener := range slices.Sorted(maps.Keys(byListener)) {
		rules := byListener[listener]
		slices.SortFunc(rules, func(a, b placed) int { return cmp.Compare(a.priority, b.priority) })
		for i, r := range rules {
			for _, first := range rules[:i] {
				if first.priority == r.priority || first.hides(r.rule) {
					wrong(r.block.pos, "%s is never asked: %s comes first.", r.block.address, first.block.address)
				}
			}
		}
	}
	return found
}

// placed is an emitted rule at its place.
type placed struct {
	rule
	priority int
	block    *block
}

// hides reports whether a rule takes everything that another asks for.
func (r rule) hides(other rule) bool {
	host := r.host == "" || r.host == other.host || strings.HasPrefix(r.host, "*.") && strings.HasSuffix(other.host, r.host[1:])
	prefix, open := strings.CutSuffix(r.path, "*")
	path := r.path == "" || r.path == other.path || open && strings.HasPrefix(other.path, prefix)
	return host && path
}

// emittedRule reads a listener rule.
func (o *output) emittedRule(m *module, b *block) rule {
	said := func(in body, name string) string { return strings.Join(o.said(m, in, name), ",") }
	r := rule{
		listener: said(b.body, "listener_arn"),
		host:     said(b.body, "condition.host_header.values"), path: said(b.body, "condition.path_pattern.values"),
		header: strings.TrimSpace(said(b.body, "condition.http_header.http_header_name") + " " + said(b.body, "condition.http_header.values")),
	}
	for _, a := range b.body.all("action") {
		r.target += strings.Join(o.flat(m, a, ""), ", ")
	}
	return r
}

// loadBalancers are the balancers and their buckets of logs.
func (o *output) loadBalancers() map[string]arguments {
	return per(o.declared.Balancers, func(b model.Balancer) string { return b.Name }, func(b model.Balancer) arguments {
		a := arguments{
			"load_balancer_type": "application", "internal": b.Internal, "drop_invalid_header_fields": true,
			"idle_timeout": b.IdleTimeout, "enable_deletion_protection": b.DeletionProtection, "depends_on": "",
		}
		if b.AccessLogs {
			a["access_logs.bucket"], a["access_logs.enabled"] = "aws_s3_bucket."+label(b.Name)+"_access_logs.bucket", true
			a["depends_on"] = "aws_s3_bucket_policy." + label(b.Name) + "_access_logs"
		}
		return a
	})
}

// listeners are those of each balancer: one that serves, and one that sends there whoever
// comes in the clear, which CloudFront never does.
func (o *output) listeners() map[string]arguments {
	out := map[string]arguments{}
	for _, b := range o.declared.Balancers {
		if slices.ContainsFunc(senders(b), func(word string) bool { return word != "cloudfront" }) {
			out[label(b.Name)+"_http"] = arguments{
				"load_balancer_arn": "aws_lb." + label(b.Name) + ".arn", "port": 80, "protocol": "HTTP", "default_action.type": "redirect",
				"default_action.redirect.protocol": "HTTPS", "default_action.redirect.port": 443, "default_action.redirect.status_code": "HTTP_301",
			}
		}
		status, message := 404, "Not found"
		if b.Guarded {
			status, message = 403, "Forbidden"
		}
		out[label(b.Name)+"_https"] = arguments{
			"load_balancer_arn": "aws_lb." + label(b.Name) + ".arn", "port": 443, "protocol": "HTTPS", "ssl_policy": b.TLSPolicy,
			"certificate_arn":     "aws_acm_certificate_validation." + label(b.Name) + ".certificate_arn",
			"default_action.type": "fixed-response", "default_action.fixed_response.status_code": status,
			"default_action.fixed_response.content_type": "text/plain", "default_action.fixed_response.message_body": message,
		}
	}
	return out
}

// targetGroups are those of all services, with their health checks.
func (o *output) targetGroups() map[string]arguments {
	out := map[string]arguments{}
	for _, s := range o.declared.Services {
		for _, r := range s.Routes {
			name := o.targetGroupLabel(s, r)
			if r.Balancer == "" || out[name] != nil {
				continue
			}
			h, protocol, check := o.healthOf(s, r), "HTTP", ""
			if s.Protocol == "HTTPS" && r.PortOn(s) == s.Port {
				protocol, check = "HTTPS", "HTTPS"
			}
			out[name] = arguments{
				"vpc_id": o.vpcID(), "target_type": "ip", "protocol": protocol, "health_check.protocol": check, "port": r.PortOn(s), "deregistration_delay": s.Deployment.Drain,
				"health_check.path": h.Path, "health_check.matcher": h.Codes, "health_check.interval": h.Interval, "health_check.timeout": h.Timeout,
				"health_check.healthy_threshold": h.Healthy, "health_check.unhealthy_threshold": h.Unhealthy,
				"lifecycle.create_before_destroy": true,
			}
		}
	}
	return out
}

// healthOf is how the tasks behind a route are tried: all routes of a balancer to a port
// share one target group.
func (o *output) healthOf(s model.Service, r model.Route) (h model.RouteHealth) {
	for _, b := range o.declared.Balancers {
		if b.Name == r.Balancer {
			h = b.Health
		}
	}
	for _, other := range s.Routes {
		if other.Health != nil && o.targetGroupLabel(s, other) == o.targetGroupLabel(s, r) && other.Balancer == r.Balancer {
			return *other.Health
		}
	}
	return h
}

// registrations are the target groups that a service registers its tasks with, the
// containers and the ports, each joined.
func (o *output) registrations(s model.Service) (groups, containers, ports string) {
	byGroup := map[string][2]string{}
	for _, r := range s.Routes {
		if r.Balancer == "" {
			continue
		}
		container, port := o.known(s.Name), r.PortOn(s)
		for _, sidecar := range s.Sidecars {
			if sidecar.Port == port && port != s.Port {
				container = sidecar.Name
			}
		}
		byGroup["aws_lb_target_group."+o.targetGroupLabel(s, r)+".arn"] = [2]string{container, strconv.Itoa(port)}
	}
	var g, c, p []string
	for _, arn := range slices.Sorted(maps.Keys(byGroup)) {
		g, c, p = append(g, arn), append(c, byGroup[arn][0]), append(p, byGroup[arn][1])
	}
	return strings.Join(g, ","), strings.Join(c, ","), strings.Join(p, ",")
}
