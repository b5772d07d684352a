package verify_test

import "testing"

var distributionMutations = []mutation{
	{"another host", "*.tf", `aliases( +)= \["`, `aliases$1= ["evil.example.com", "`, "verify-setting"},
	{"old TLS for browsers", "*.tf", `"TLSv1.2_2021"`, `"TLSv1"`, "verify-setting"},
	{"CloudFront's own certificate", "*.tf", `acm_certificate_arn( +)= [^\n]*\n`, "cloudfront_default_certificate = true\n", "verify-setting"},
	{"a certificate of another region", "certificates.tf", `provider = aws.us_east_1\n`, "\n", "verify-setting"},
	{"no firewall", "frontend-*.tf", `web_acl_id +=[^\n]*\n`, ``, "verify-setting"},
	{"some requests only", "firewall-*.tf", `( +)(limit += 500\n)`, "${1}${2}${1}scope_down_statement {\n  geo_match_statement {\n    country_codes = [\"KP\"]\n  }\n}\n", "verify-firewall"},
	{"the firewall of balancers", "firewall-*.tf", `scope( +)= "CLOUDFRONT"`, `scope$1= "REGIONAL"`, ""},
	{"the page for every error", "frontend-*.tf", `  restrictions \{`, "  custom_error_response {\n    error_code = 403\n    response_code = 200\n    response_page_path = \"/index.html\"\n  }\n\n  restrictions {", "verify-setting"},
	{"another root", "frontend-*.tf", `default_root_object( +)= "index.html"`, `default_root_object$1= "admin.html"`, "verify-setting"},
	{"plain HTTP for browsers", "*.tf", `"redirect-to-https"`, `"allow-all"`, "verify-distribution"},
	{"plain HTTP for origins", "*.tf", `"https-only"`, `"match-viewer"`, "verify-distribution"},
	{"old TLS for origins", "*.tf", `origin_ssl_protocols( +)= \["TLSv1.2"\]`, `origin_ssl_protocols$1= ["TLSv1"]`, "verify-distribution"},
	{"another origin", "*.tf", `target_origin_id( +)= "[^"]*"`, `target_origin_id$1= "x"`, "verify-distribution"},
	{"another origin's name", "*.tf", `origin_id( +)= "(web|media|api-gateway|primary|archive)"`, `origin_id$1= "x"`, "verify-distribution"},
	{"another place", "*.tf", `domain_name( +)= (data\.|replace|aws_s3)[^\n]*`, `domain_name$1= "evil.example.com"`, "verify-distribution"},
	{"requests nobody signs", "*.tf", `origin_access_control_id +=[^\n]*\n`, "\n", "verify-distribution"},
	{"never signs", "*.tf", `signing_behavior( +)= "always"`, `signing_behavior$1= "never"`, "verify-setting"},
	{"another path", "*.tf", `path_pattern( +)= "[^"]*"`, `path_pattern$1= "/x/*"`, "verify-distribution"},
	{"a path that takes all", "frontend-*.tf", `path_pattern( +)= "/media/live/\*"`, `path_pattern$1= "*"`, "verify-distribution"},
	{"a path more", "*.tf", `(?s)  restrictions \{`, "  ordered_cache_behavior {\n    path_pattern = \"/x\"\n    target_origin_id = \"media\"\n  }\n\n  restrictions {", ""},
	{"a path less", "*.tf", `(?s)  ordered_cache_behavior \{.*?\n  \}\n`, ``, "verify-setting"},
	{"answers of an API kept", "*.tf", `4135ea2d-6df8-44a3-9df3-4b5a84be39ad`, `658327ea-f89d-4fab-a63d-7e88639e58f6`, "verify-distribution"},
	{"the host passed on", "*.tf", `b689b0a8-53d0-40ab-baf2-68738e2966ac`, `216adef6-5c7f-47e4-b989-5492eafa07d3`, "verify-distribution"},
	{"no headers for security", "*.tf", `response_headers_policy_id +=[^\n]*\n`, ``, "verify-distribution"},
	{"more methods", "*.tf", `allowed_methods( +)= \["GET", "HEAD"\]`, `allowed_methods$1= ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]`, "verify-distribution"},
	{"no program for pages", "frontend-*.tf", `(?s)    function_association \{.*?\n    \}\n`, ``, "verify-distribution"},
	{"another program", "frontend-*.tf", `"/index.html"`, `"/other.html"`, "verify-setting"},
	{"a bucket for every distribution", "*.tf", `values( +)= \[aws_cloudfront_distribution[^\]]*\]`, `values$1= ["*"]`, "verify-bucket-policy"},
	{"a bucket for others", "*.tf", `"cloudfront.amazonaws.com"`, `"lambda.amazonaws.com"`, "verify-bucket-policy"},
	{"a bucket that CloudFront writes", "*.tf", `(?s)(sid +)= "ReadByCloudFront"(\s+actions +)= \["s3:GetObject"\]`, `$1= "ReadByCloudFront"$2= ["s3:GetObject", "s3:PutObject"]`, "verify-bucket-policy"},
	{"files not kept", "frontend-*.tf", `noncurrent_days = \d+`, `noncurrent_days = 1`, "verify-setting"},
	{"a name that leads elsewhere", "dns.tf", `aws_cloudfront_distribution\.(web|shop|downloads)\.domain_name`, `"evil.example.com"`, "verify-alias"},
	{"no name of IPv6", "dns.tf", `(?s)resource "aws_route53_record" "\w+_ipv6" .*?\n}\n`, ``, "verify-alias"},
	{"a folder of an origin", "frontend-*.tf", `( +)origin_id +=[^\n]*\n`, "${0}${1}origin_path = \"/x\"\n", "verify-setting"},
	{"another port of an origin", "*.tf", `(https?_port +)= \d+`, `$1= 8443`, "verify-setting"},
	{"a header for an origin", "frontend-*.tf", `( +)origin_id +=[^\n]*\n`, "${0}${1}custom_header {\n name = \"x\"\n value = \"y\"\n }\n", "verify-distribution"},
	{"somebody who signs", "frontend-*.tf", `( +)compress +=[^\n]*\n`, "${0}${1}trusted_signers = [\"self\"]\n", "verify-setting"},
	{"more answers kept", "*.tf", `cached_methods( +)= \["GET", "HEAD"\]`, `cached_methods$1= ["GET", "HEAD", "OPTIONS"]`, "verify-setting"},
	{"nothing compressed", "*.tf", `compress( +)= true`, `compress$1= false`, "verify-setting"},
	{"other ways to browsers", "*.tf", `viewer_protocol_policy( +)= "[^"]*"`, `viewer_protocol_policy$1= "https-only"`, "verify-distribution"},
}

// TestDistributionMutations tries them on frontends and distributions.
func TestDistributionMutations(t *testing.T) {
	mutate(t, "../../golden/frontends/platform.cue", distributionMutations)
}
