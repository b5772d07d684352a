package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var distributionRules = []Rule{
	{"verify-distribution", "CloudFront answers other than declared", "Every declared path, and everything else, is answered by the declared origin, over TLS and with the policies that suit it; buckets are asked with signed requests; no path hides one that stands after it; there are no other paths and origins."},
}

// edgeSite is a frontend or a distribution.
type edgeSite struct {
	name, to, cache, firewall, priceClass string
	hosts                                 []string
	paths                                 []model.Behavior
	files                                 bool // has a bucket of its own
	singlePage                            bool
	at                                    model.Path
}

// edgeSites are all that CloudFront serves.
func (o *output) edgeSites() (out []edgeSite) {
	for _, x := range o.declared.Frontends {
		out = append(out, edgeSite{x.Name, x.Name, "", x.Firewall, x.PriceClass, o.fullNames(x.Hosts), x.Paths, true, x.SinglePage, model.At("frontends", x.Name)})
	}
	for _, x := range o.declared.Distributions {
		out = append(out, edgeSite{x.Name, x.To, x.Cache, x.Firewall, x.PriceClass, o.fullNames(x.Hosts), x.Paths, false, false, model.At("distributions", x.Name)})
	}
	return out
}

// bucketsOf are the buckets that a site reads.
func (o *output) bucketsOf(s edgeSite) (out []string) {
	for _, to := range append([]string{s.to}, pathTargets(s.paths)...) {
		if (o.buckets[to] || s.files && to == s.name) && !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	return out
}

func pathTargets(paths []model.Behavior) (out []string) {
	for _, p := range paths {
		out = append(out, p.To)
	}
	return out
}

// reads is what lets CloudFront into a bucket, for the distributions that serve it alone.
func (o *output) reads(bucket string) (out []statement) {
	var by []string
	for _, s := range o.edgeSites() {
		for _, b := range o.bucketsOf(s) {
			if label(b) == bucket {
				by = append(by, "aws_cloudfront_distribution."+label(s.name)+".arn")
			}
		}
	}
	if len(by) == 0 {
		return nil
	}
	slices.Sort(by)
	return []statement{o.visit("distribution-read", []string{"aws_s3_bucket." + bucket + ".arn/*"}, "StringEquals aws:SourceArn "+strings.Join(by, ","))}
}

// cloudFront is what every distribution must say; its origins and paths are proven by
// distributions.
func (o *output) cloudFront() map[string]arguments {
	return per(o.edgeSites(), func(s edgeSite) string { return s.name }, func(s edgeSite) arguments {
		spoken := len(o.originsOf(s)) - len(o.bucketsOf(s)) // origins to which CloudFront speaks TLS
		a := arguments{
			"enabled": true, "aliases": strings.Join(s.hosts, ","), "price_class": s.priceClass, "is_ipv6_enabled": true, "http_version": "http2and3",
			"default_root_object": "", "web_acl_id": "",
			"viewer_certificate.acm_certificate_arn":        "aws_acm_certificate_validation." + label(s.name) + ".certificate_arn",
			"viewer_certificate.minimum_protocol_version":   o.facts.CloudFront.MinimumTLS,
			"viewer_certificate.ssl_support_method":         "sni-only",
			"restrictions.geo_restriction.restriction_type": "none",
			"default_cache_behavior.cached_methods":         "GET,HEAD", "default_cache_behavior.compress": true,
			"ordered_cache_behavior.cached_methods": times(len(s.paths), "GET,HEAD"), "ordered_cache_behavior.compress": times(len(s.paths), "true"),
			"origin.custom_origin_config.http_port": times(spoken, "80"), "origin.custom_origin_config.https_port": times(spoken, "443"),
		}
		if s.files {
			a["default_root_object"] = "index.html"
		}
		if s.firewall != "" {
			a["web_acl_id"] = "aws_wafv2_web_acl." + label(s.firewall) + "_cloudfront.arn"
		}
		return a
	})
}

// answers are the arguments of a distribution that its proof compares, path by path.
var answers = []string{
	"origin.origin_id", "origin.domain_name", "origin.origin_access_control_id",
	"origin.custom_header.name", "origin.custom_header.value", "origin.custom_origin_config.origin_protocol_policy", "origin.custom_origin_config.origin_ssl_protocols",
	"default_cache_behavior.target_origin_id", "default_cache_behavior.allowed_methods", "default_cache_behavior.viewer_protocol_policy",
	"default_cache_behavior.cache_policy_id", "default_cache_behavior.origin_request_policy_id", "default_cache_behavior.response_headers_policy_id",
	"default_cache_behavior.function_association.event_type", "default_cache_behavior.function_association.function_arn",
	"ordered_cache_behavior.path_pattern",
	"ordered_cache_behavior.target_origin_id", "ordered_cache_behavior.allowed_methods", "ordered_cache_behavior.viewer_protocol_policy",
	"ordered_cache_behavior.cache_policy_id", "ordered_cache_behavior.origin_request_policy_id", "ordered_cache_behavior.response_headers_policy_id",
}

// times is what as many blocks say that all say the same.
func times(n int, said string) string { return strings.Join(slices.Repeat([]string{said}, n), ",") }

// accessControls sign what is asked of buckets.
func (o *output) accessControls() map[string]arguments {
	return per(o.edgeSites(), func(s edgeSite) string { return s.name }, func(s edgeSite) arguments {
		if len(o.bucketsOf(s)) == 0 {
			return nil
		}
		return arguments{"origin_access_control_origin_type": "s3", "signing_behavior": "always", "signing_protocol": "sigv4"}
	})
}

// longCaches keep what never changes for a year, by its path alone.
func (o *output) longCaches() map[string]arguments {
	return per(o.edgeSites(), func(s edgeSite) string { return s.name }, func(s edgeSite) arguments {
		if s.cache != "long" && !slices.ContainsFunc(s.paths, func(p model.Behavior) bool { return p.Cache == "long" }) {
			return nil
		}
		const key = "parameters_in_cache_key_and_forwarded_to_origin."
		return arguments{
			"min_ttl": 1, "default_ttl": o.facts.CloudFront.LongSeconds, "max_ttl": o.facts.CloudFront.LongSeconds,
			key + "enable_accept_encoding_brotli": true, key + "enable_accept_encoding_gzip": true,
			key + "cookies_config.cookie_behavior": "none", key + "headers_config.header_behavior": "none",
			key + "query_strings_config.query_string_behavior": "none",
		}
	})
}

// pageFunctions are the programs of the single pages.
func (o *output) pageFunctions() map[string]arguments {
	return per(o.edgeSites(), func(s edgeSite) string { return s.name }, func(s edgeSite) arguments {
		if !s.singlePage {
			return nil
		}
		return arguments{"runtime": o.facts.CloudFront.FunctionRuntime, "publish": true, "code": pageProgram}
	})
}

// pageProgram answers with the page for whatever has no ending, as a file has.
var pageProgram = strings.Join([]string{
	`function handler(event) {`,
	`  const request = event.request;`,
	`  const last = request.uri.slice(request.uri.lastIndexOf("/") + 1);`,
	`  if (!last.includes(".")) {`,
	`    request.uri = "/index.html";`,
	`  }`,
	`  return request;`,
	`}`,
	``,
}, "\n")

// answer is how a path is answered.
type answer struct {
	asks, signed, protocol    string // of the origin: its name, what signs, how it is spoken to
	header                    string // that the origin knows CloudFront by, with its value
	cache, request, headers   string // identifiers of policies
	methods, viewer, function string
}

// declaredAnswer is how a node must answer for a site.
func (o *output) declaredAnswer(s edgeSite, to, cache string) answer {
	known := o.facts.CloudFront
	a := answer{headers: known.HeadersPolicies["SecurityHeadersPolicy"], viewer: "redirect-to-https", protocol: "https-only TLSv1.2", methods: "DELETE GET HEAD OPTIONS PATCH POST PUT"}
	keep, pass := "CachingDisabled", "AllViewerExceptHostHeader"
	if cache == "optimized" {
		keep, pass, a.methods = "CachingOptimized", "", "GET HEAD OPTIONS"
	}
	switch {
	case o.buckets[to] || to == s.name:
		a.asks, a.protocol = "aws_s3_bucket."+label(to)+".bucket_regional_domain_name", ""
		a.signed = "aws_cloudfront_origin_access_control." + label(s.name) + ".id"
		a.methods, pass = "GET HEAD", ""
		if cache != "none" {
			keep = "CachingOptimized"
		}
	case slices.ContainsFunc(o.declared.Gateways, func(g model.Gateway) bool { return g.Name == to }):
		a.asks = "aws_apigatewayv2_api." + label(to) + ".api_endpoint"
	default:
		a.header = o.guardOf(to)
		if host := o.ownHost(to, s.hosts); host != "" {
			a.asks = host
			break
		}
		a.asks = "aws_lb." + label(to) + ".dns_name"
		if pass != "" {
			pass = "AllViewer"
		} else {
			keep = "UseOriginCacheControlHeaders-QueryStrings"
		}
	}
	a.cache, a.request = known.CachePolicies[keep], known.RequestPolicies[pass]
	if cache == "long" {
		a.cache = "aws_cloudfront_cache_policy." + label(s.name) + ".id"
	}
	return a
}

// ownHost is the name by which a balancer is asked that has no route for what CloudFront
// is asked by.
func (o *output) ownHost(balancer string, hosts []string) string {
	taken := map[string]bool{}
	for _, s := range o.edgeSites() {
		for _, h := range s.hosts {
			taken[h] = true
		}
	}
	for _, s := range o.declared.Services {
		for _, r := range s.Routes {
			asked := o.hostAsked(r.Host)
			if r.Balancer == balancer && (asked == "" || slices.ContainsFunc(hosts, func(h string) bool {
				return h == asked || asked[0] == '*' && strings.HasSuffix(h, asked[1:])
			})) {
				return ""
			}
		}
	}
	for _, h := range o.balancerHosts(balancer) {
		if !taken[h] && !strings.HasPrefix(h, "*") {
			return h
		}
	}
	return ""
}

// distributions compares the origins and behaviors of each distribution with what is
// declared, path by path.
func (o *output) distributions() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	sites := map[string]edgeSite{}
	for _, s := range o.edgeSites() {
		sites[label(s.name)] = s
	}
	o.config.each("resource", "aws_cloudfront_distribution", func(m *module, b *block) {
		s := sites[b.label]
		wrong := func(format string, args ...any) {
			found = append(found, finding(distributionRules, "verify-distribution", b.pos, s.at, fmt.Sprintf(format, args...)))
		}
		page := ""
		if s.singlePage {
			page = "viewer-request aws_cloudfront_function." + b.label + ".arn"
		}
		want := o.declaredAnswer(s, s.to, s.cache)
		want.function = page
		for _, n := range b.body.all("default_cache_behavior") {
			if have := o.answer(m, b, n); have != want {
				wrong("%s answers by default with %+v, and must with %+v.", b.address, have, want)
			}
		}
		declared := map[string]answer{}
		for _, p := range s.paths {
			declared[p.Name] = o.declaredAnswer(s, p.To, p.Cache)
		}
		var before []string
		for _, n := range b.body.all("ordered_cache_behavior") {
			path := n.text("path_pattern")
			want, ok := declared[path]
			if have := o.answer(m, b, n); !ok || have != want {
				wrong("%s answers %s with %+v, and must with %+v.", b.address, path, have, want)
			}
			for _, first := range before {
				if globs(first, path) {
					wrong("In %s nobody gets to %s: %s comes first.", b.address, path, first)
				}
			}
			before = append(before, path)
			delete(declared, path)
		}
		if len(declared) > 0 {
			wrong("%s answers %d declared paths by default.", b.address, len(declared))
		}
		if have, want := len(b.body.all("origin")), len(o.originsOf(s)); have != want {
			wrong("%s has %d origins, and must have %d.", b.address, have, want)
		}
	})
	return found
}

// originsOf are the nodes that answer for a site.
func (o *output) originsOf(s edgeSite) []string {
	nodes := append([]string{s.to}, pathTargets(s.paths)...)
	slices.Sort(nodes)
	return slices.Compact(nodes)
}

// answer reads a behavior and the one origin that it names.
func (o *output) answer(m *module, b *block, behavior body) (a answer) {
	said := func(in body, name string) string { return strings.Join(o.said(m, in, name), ",") }
	methods := strings.Split(said(behavior, "allowed_methods"), ",")
	slices.Sort(methods)
	a = answer{
		cache: said(behavior, "cache_policy_id"), request: said(behavior, "origin_request_policy_id"), headers: said(behavior, "response_headers_policy_id"),
		methods: strings.Join(methods, " "), viewer: said(behavior, "viewer_protocol_policy"),
		function: strings.TrimSpace(said(behavior, "function_association.event_type") + " " + said(behavior, "function_association.function_arn")),
	}
	for _, origin := range b.body.all("origin") {
		if origin.text("origin_id") != behavior.text("target_origin_id") {
			continue
		}
		asks := strings.TrimSuffix(strings.TrimPrefix(said(origin, "domain_name"), "replace"), "https://")
		a.asks += asks // of two with one name, neither is right
		a.signed = said(origin, "origin_access_control_id")
		a.header = strings.TrimSpace(said(origin, "custom_header.name") + " " + said(origin, "custom_header.value"))
		a.protocol = strings.TrimSpace(said(origin, "custom_origin_config.origin_protocol_policy") + " " + said(origin, "custom_origin_config.origin_ssl_protocols"))
	}
	return a
}

// globs reports whether a pattern fits all that another fits.
func globs(pattern, other string) bool {
	switch {
	case pattern == "":
		return other == ""
	case pattern[0] == '*':
		return globs(pattern[1:], other) || other != "" && globs(pattern, other[1:])
	case other == "" || other[0] == '*':
		return false
	case pattern[0] == '?' || pattern[0] == other[0]:
		return globs(pattern[1:], other[1:])
	}
	return false
}
