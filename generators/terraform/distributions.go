package terraform

import (
	"slices"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// distributions writes each distribution with what reads its buckets, and for a frontend
// the bucket of its files.
func (e *emitter) distributions() {
	for _, d := range e.p.Distributions {
		file := "distribution-" + d.Name + ".tf"
		if d.Bucket != nil {
			file = "frontend-" + d.Name + ".tf"
			e.add(d.Stack, file, e.bucketBlocks(*d.Bucket)...)
		}
		e.add(d.Stack, file, e.distribution(d))
		if d.AccessControl != "" {
			e.add(d.Stack, file, accessControl(d))
		}
		if d.Long != nil {
			e.add(d.Stack, file, longCache(d))
		}
		if d.Function != nil {
			e.add(d.Stack, file, singlePage(d))
		}
		if d.Bucket != nil {
			e.add(d.Stack, file, tlsOnly(*d.Bucket, served(*d.Bucket)...)...)
			e.exportBucket(*d.Bucket, "bucket of the frontend "+d.Name)
		}
		e.export(tf.Export{
			Stack: string(d.Stack), Name: d.Label + "_distribution_id", Public: true,
			Description: "ID of the distribution " + d.Name + ".",
			Value:       distributionRef(d.Label, "id"),
		})
		e.export(tf.Export{
			Stack: string(d.Stack), Name: d.Label + "_domain_name", Public: true,
			Description: "Name that CloudFront gives the distribution " + d.Name + ".",
			Value:       distributionRef(d.Label, "domain_name"),
		})
	}
}

func distributionRef(label, attribute string) tf.Ref {
	return tf.RefTo("aws_cloudfront_distribution", label, attribute)
}

func (e *emitter) distribution(d infra.Distribution) *tf.Block {
	block := tf.Resource("aws_cloudfront_distribution", d.Label,
		tf.Set("comment", tf.String(d.Comment)),
		tf.Set("enabled", tf.Bool(true)),
		tf.Set("is_ipv6_enabled", tf.Bool(true)),
		tf.Set("http_version", tf.String("http2and3")),
		tf.Set("price_class", tf.String(d.PriceClass)),
		tf.Set("aliases", tf.Strings(d.Hosts...)))
	block.Comment = d.Purpose
	if d.Bucket != nil {
		block.Add(tf.Set("default_root_object", tf.String("index.html")))
	}
	if d.Firewall != "" {
		block.Add(tf.Set("web_acl_id", tf.RefTo("aws_wafv2_web_acl", d.Firewall, "arn")))
	}
	for _, o := range d.Origins {
		block.Add(origin(d, o))
	}
	block.Add(behavior(d, "default_cache_behavior", d.Default))
	for _, b := range d.Behaviors {
		block.Add(behavior(d, "ordered_cache_behavior", b))
	}
	block.Add(
		tf.Nested("restrictions", tf.Nested("geo_restriction", tf.Set("restriction_type", tf.String("none")))),
		tf.Nested("viewer_certificate",
			tf.Set("acm_certificate_arn", certificateARN(d.Certificate)),
			tf.Set("minimum_protocol_version", tf.String(d.MinimumTLS)),
			tf.Set("ssl_support_method", tf.String("sni-only"))))
	return block
}

// origin is where a distribution asks for what it has not kept: a bucket, with requests
// that it signs, or something that speaks TLS.
func origin(d infra.Distribution, o infra.Origin) *tf.Block {
	block := tf.Nested("origin", tf.Set("origin_id", tf.String(o.Node)))
	switch o.Family {
	case "buckets", "frontends":
		block.Add(
			tf.Set("domain_name", tf.RefTo("aws_s3_bucket", o.Label, "bucket_regional_domain_name")),
			tf.Set("origin_access_control_id", tf.RefTo("aws_cloudfront_origin_access_control", d.Label, "id")))
		return block
	case "gateways":
		endpoint := tf.RefTo("aws_apigatewayv2_api", o.Label, "api_endpoint")
		block.Add(tf.Set("domain_name", tf.Fn("replace", endpoint, tf.String("https://"), tf.String(""))))
	case "balancers":
		var host tf.Expr = tf.RefTo("aws_lb", o.Label, "dns_name")
		if o.Host != "" {
			host = tf.String(o.Host)
		}
		block.Add(tf.Set("domain_name", host))
	default:
		panic("terraform: no distribution reads " + o.Family)
	}
	if o.Guard != nil {
		block.Add(tf.Nested("custom_header",
			tf.Set("name", tf.String(infra.GuardHeader)),
			tf.Set("value", guardValue(o.Guard))))
	}
	block.Add(tf.Nested("custom_origin_config",
		tf.Set("http_port", tf.Int(80)),
		tf.Set("https_port", tf.Int(443)),
		tf.Set("origin_protocol_policy", tf.String("https-only")),
		tf.Set("origin_ssl_protocols", tf.Strings("TLSv1.2"))))
	return block
}

func behavior(d infra.Distribution, name string, b infra.Behavior) *tf.Block {
	block := tf.Nested(name)
	block.AddText("path_pattern", b.Path)
	block.Add(
		tf.Set("target_origin_id", tf.String(b.Origin)),
		tf.Set("viewer_protocol_policy", tf.String("redirect-to-https")),
		tf.Set("allowed_methods", tf.Strings(b.Methods...)),
		tf.Set("cached_methods", tf.Strings("GET", "HEAD")),
		tf.Set("compress", tf.Bool(true)),
		tf.Gap{})
	for _, p := range []struct {
		argument string
		policy   infra.Policy
	}{{"cache_policy_id", b.Cache}, {"origin_request_policy_id", b.Request}, {"response_headers_policy_id", b.Headers}} {
		switch {
		case p.policy.ID != "":
			block.Add(tf.Comment(p.policy.Name), tf.Set(p.argument, tf.String(p.policy.ID)))
		case p.policy.Name != "":
			block.Add(tf.Set(p.argument, tf.RefTo("aws_cloudfront_cache_policy", d.Label, "id")))
		}
	}
	if d.Function != nil && b.Path == "" {
		block.Add(tf.Nested("function_association",
			tf.Set("event_type", tf.String("viewer-request")),
			tf.Set("function_arn", tf.RefTo("aws_cloudfront_function", d.Label, "arn"))))
	}
	return block
}

// longCache keeps objects that never change, found by their path alone as those are that
// AWS's own policies keep.
func longCache(d infra.Distribution) *tf.Block {
	none := func(block, argument string) *tf.Block { return tf.Nested(block, tf.Set(argument, tf.String("none"))) }
	policy := tf.Resource("aws_cloudfront_cache_policy", d.Label,
		tf.Set("name", tf.String(d.Long.Name)),
		tf.Set("min_ttl", tf.Int(1)),
		tf.Set("default_ttl", tf.Int(d.Long.Seconds)),
		tf.Set("max_ttl", tf.Int(d.Long.Seconds)),
		tf.Nested("parameters_in_cache_key_and_forwarded_to_origin",
			tf.Set("enable_accept_encoding_brotli", tf.Bool(true)),
			tf.Set("enable_accept_encoding_gzip", tf.Bool(true)),
			none("cookies_config", "cookie_behavior"),
			none("headers_config", "header_behavior"),
			none("query_strings_config", "query_string_behavior")))
	policy.Comment = "For files that never change: a new version gets a new name."
	return policy
}

// accessControl signs what a distribution asks of its buckets, which nobody else reads.
func accessControl(d infra.Distribution) *tf.Block {
	return tf.Resource("aws_cloudfront_origin_access_control", d.Label,
		tf.Set("name", tf.String(d.AccessControl)),
		tf.Set("origin_access_control_origin_type", tf.String("s3")),
		tf.Set("signing_behavior", tf.String("always")),
		tf.Set("signing_protocol", tf.String("sigv4")))
}

// served are the statements by which distributions, and nothing else of CloudFront, read a
// bucket.
func served(b infra.Bucket) []*tf.Block {
	if len(b.ReadBy) == 0 {
		return nil
	}
	var arns tf.List
	for _, label := range slices.Sorted(slices.Values(b.ReadBy)) {
		arns = append(arns, distributionRef(label, "arn"))
	}
	return []*tf.Block{visit("ReadByCloudFront", b.Visitor, tf.List{tf.Template{bucketRef(b, "arn"), tf.String("/*")}},
		condition("StringEquals", "aws:SourceArn", arns))}
}
