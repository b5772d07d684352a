package terraform

import (
	"slices"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// balancers writes each load balancer with its listeners, the rules that redirect, and
// the bucket of its logs.
func (e *emitter) balancers() {
	for _, b := range e.p.Balancers {
		file := "balancer-" + b.Name + ".tf"
		e.add(b.Stack, file, e.balancer(b))
		if b.Redirects {
			e.add(b.Stack, file, plainListener(b))
		}
		e.add(b.Stack, file, tlsListener(b))
		if b.Guard != nil {
			e.add(b.Stack, file, e.guard(b))
		}
		for _, r := range b.Rules {
			if r.Redirect != "" {
				e.add(b.Stack, file, e.listenerRule(b, r))
			}
		}
		if b.Logs != nil {
			e.add(b.Stack, file, e.accessLogBucket(*b.Logs)...)
		}
		e.export(tf.Export{
			Stack: string(b.Stack), Name: b.Label + "_dns_name", Public: true,
			Description: "DNS name that AWS gives the load balancer " + b.Name + ".",
			Value:       tf.RefTo("aws_lb", b.Label, "dns_name"),
		})
	}
}

func (e *emitter) balancer(b infra.Balancer) *tf.Block {
	lb := tf.Resource("aws_lb", b.Label,
		tf.Set("name", tf.String(b.AWSName)),
		tf.Set("load_balancer_type", tf.String("application")),
		tf.Set("internal", tf.Bool(b.Internal)),
		tf.Gap{},
		tf.Set("subnets", e.subnetIDs[b.Tier]),
		tf.Set("security_groups", tf.List{tf.RefTo("aws_security_group", b.SecurityGroup, "id")}),
		tf.Gap{},
		tf.Set("idle_timeout", tf.Int(b.IdleTimeout)),
		tf.Set("drop_invalid_header_fields", tf.Bool(true)),
		tf.Set("enable_deletion_protection", tf.Bool(b.DeletionProtection)))
	lb.Comment = b.Purpose
	if b.Logs != nil {
		lb.Add(
			tf.Nested("access_logs",
				tf.Set("bucket", bucketRef(*b.Logs, "bucket")),
				tf.Set("enabled", tf.Bool(true))),
			tf.Gap{},
			tf.Comment("ELB tests at once whether it may write to the bucket."),
			tf.Set("depends_on", tf.List{tf.RefTo("aws_s3_bucket_policy", b.Logs.Label, "")}))
	}
	return lb
}

// plainListener sends everybody to TLS.
func plainListener(b infra.Balancer) *tf.Block {
	return tf.Resource("aws_lb_listener", b.Label+"_http",
		tf.Set("load_balancer_arn", tf.RefTo("aws_lb", b.Label, "arn")),
		tf.Set("port", tf.Int(80)),
		tf.Set("protocol", tf.String("HTTP")),
		tf.Nested("default_action",
			tf.Set("type", tf.String("redirect")),
			tf.Nested("redirect",
				tf.Set("protocol", tf.String("HTTPS")),
				tf.Set("port", tf.String("443")),
				tf.Set("status_code", tf.String("HTTP_301")))))
}

func tlsListener(b infra.Balancer) *tf.Block {
	what, message, status := "Requests that match no rule.", "Not found", "404"
	if b.Guard != nil {
		what, message, status = "Requests that match no rule, or that did not come through the platform's distributions.", "Forbidden", "403"
	}
	l := tf.Resource("aws_lb_listener", b.Label+"_https",
		tf.Set("load_balancer_arn", tf.RefTo("aws_lb", b.Label, "arn")),
		tf.Set("port", tf.Int(443)),
		tf.Set("protocol", tf.String("HTTPS")),
		tf.Set("ssl_policy", tf.String(b.TLSPolicy)),
		tf.Set("certificate_arn", certificateARN(b.Certificate)),
		tf.Gap{},
		tf.Comment(what),
		tf.Nested("default_action",
			tf.Set("type", tf.String("fixed-response")),
			tf.Nested("fixed_response",
				tf.Set("content_type", tf.String("text/plain")),
				tf.Set("message_body", tf.String(message)),
				tf.Set("status_code", tf.String(status)))))
	return l
}

// listenerRule leads requests to a target group, or elsewhere.
func (e *emitter) listenerRule(b infra.Balancer, r infra.ListenerRule) *tf.Block {
	action := tf.Nested("action", tf.Set("type", tf.String("forward")))
	if r.SignIn != nil {
		action.Add(tf.Set("order", tf.Int(2)))
	}
	action.Add(tf.Set("target_group_arn", tf.RefTo("aws_lb_target_group", r.Target, "arn")))
	if r.Redirect != "" {
		action = tf.Nested("action",
			tf.Set("type", tf.String("redirect")),
			tf.Nested("redirect",
				tf.Set("host", tf.String(r.Redirect)),
				tf.Set("protocol", tf.String("HTTPS")),
				tf.Set("port", tf.String("443")),
				tf.Set("status_code", tf.String("HTTP_302"))))
	}
	rule := tf.Resource("aws_lb_listener_rule", r.Label,
		tf.Set("listener_arn", tf.RefTo("aws_lb_listener", b.Label+"_https", "arn")),
		tf.Set("priority", tf.Int(r.Priority)))
	if r.Redirect == r.Host && e.fromCloudFront(r.Host) {
		rule.Comment = "In DNS this name leads to CloudFront: whoever asks the load balancer for it is sent there."
	}
	if r.Host != "" {
		rule.Add(tf.Nested("condition", tf.Nested("host_header", tf.Set("values", tf.Strings(r.Host)))))
	}
	if r.Path != "" || r.Host == "" {
		path := r.Path
		if path == "" {
			path = "/*"
		}
		rule.Add(tf.Nested("condition", tf.Nested("path_pattern", tf.Set("values", tf.Strings(path)))))
	}
	if b.Guard != nil {
		rule.Add(guarded(b.Guard))
	}
	if r.SignIn != nil {
		rule.Add(e.authenticate(*r.SignIn))
	}
	rule.Add(action)
	return rule
}

// fromCloudFront reports whether a distribution answers to a host.
func (e *emitter) fromCloudFront(host string) bool {
	return slices.ContainsFunc(e.p.Distributions, func(d infra.Distribution) bool { return slices.Contains(d.Hosts, host) })
}

// accessLogBucket is a bucket that load balancers of this account may write into.
func (e *emitter) accessLogBucket(b infra.Bucket) []*tf.Block {
	logs := visit("WriteAccessLogs", b.Visitor,
		tf.List{tf.Template{bucketRef(b, "arn"), tf.String("/" + b.Visitor.Folder + "/"), e.accountID(b.Stack), tf.String("/*")}},
		condition("ArnLike", "aws:SourceArn", tf.List{e.arn(b.Stack, b.Visitor.Source.Service, b.Visitor.Source.Things)}))
	return append([]*tf.Block{
		e.bucket(b), publicAccess(b), ownership(b), encryption(b), lifecycle(b),
	}, tlsOnly(b, logs)...)
}
