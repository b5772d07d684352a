package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
)

// free are the arguments that a block may have although its row does not list them, by
// type. Those of every type, below "", are for people, or names: derived, maybe shortened,
// and AWS refuses those that are taken. What is free in a type is held to the declaration by
// a proof of its own; a block that is free is so with all that is in it.
var free = map[string][]string{
	"": {
		"alarm_name", "bucket", "cluster_identifier", "comment", "dashboard_name", "db_proxy_endpoint_name", "description",
		"identifier", "identity_pool_name", "metric_query.label", "name", "policy_name", "replication_group_id", "tags",
	},

	"aws_apigatewayv2_vpc_link":           {"subnet_ids", "security_group_ids"},
	"aws_cloudfront_distribution":         answers,
	"aws_cloudwatch_dashboard":            {"dashboard_body"},
	"aws_cloudwatch_log_resource_policy":  {"policy_document"},
	"aws_db_instance":                     {"vpc_security_group_ids"},
	"aws_db_proxy":                        {"vpc_subnet_ids", "vpc_security_group_ids"},
	"aws_db_subnet_group":                 {"subnet_ids"},
	"aws_ecs_service":                     {"network_configuration.subnets", "network_configuration.security_groups"},
	"aws_ecr_repository_policy":           {"policy"},
	"aws_efs_file_system_policy":          {"policy"},
	"aws_efs_mount_target":                {"security_groups"},
	"aws_elasticache_replication_group":   {"security_group_ids"},
	"aws_elasticache_subnet_group":        {"subnet_ids"},
	"aws_iam_role":                        {"assume_role_policy"},
	"aws_iam_role_policy":                 {"role", "policy"},
	"aws_lambda_function":                 {"function_name", "vpc_config.subnet_ids", "vpc_config.security_group_ids"},
	"aws_lb":                              {"subnets", "security_groups"},
	"aws_lb_listener_rule":                {"listener_arn", "priority", "condition.host_header.values", "condition.path_pattern.values", "condition.http_header.http_header_name", "condition.http_header.values", "action"},
	"aws_nat_gateway":                     {"subnet_id"},
	"aws_rds_cluster":                     {"vpc_security_group_ids"},
	"aws_route":                           {"route_table_id", "gateway_id", "nat_gateway_id"},
	"aws_route53_record":                  {"type", "alias.name", "alias.zone_id"},
	"aws_route_table_association":         {"route_table_id", "subnet_id"},
	"aws_s3_bucket_policy":                {"policy"},
	"aws_scheduler_schedule":              {"target.ecs_parameters.network_configuration.subnets", "target.ecs_parameters.network_configuration.security_groups"},
	"aws_sns_topic_policy":                {"policy"},
	"aws_sns_topic_subscription":          {"topic_arn", "protocol", "endpoint", "raw_message_delivery", "provider"},
	"aws_sqs_queue_policy":                {"policy"},
	"aws_vpc_security_group_egress_rule":  {"security_group_id", "ip_protocol", "from_port", "to_port", "cidr_ipv4", "referenced_security_group_id", "prefix_list_id"},
	"aws_vpc_security_group_ingress_rule": {"security_group_id", "ip_protocol", "from_port", "to_port", "cidr_ipv4", "referenced_security_group_id", "prefix_list_id"},
	"aws_wafv2_web_acl":                   {"rule", "visibility_config"},
	"data.aws_iam_policy_document":        {"statement"},
	"data.terraform_remote_state":         {"backend", "config"},
}

// elsewhere are the types whose blocks other proofs know to the last one, or that decide
// nothing by themselves, with what each of them must say.
func (o *output) elsewhere() map[string]arguments {
	vpc := arguments{"vpc_id": o.vpcID()}
	out := map[string]arguments{
		"aws_default_security_group": vpc, "aws_security_group": vpc, "aws_internet_gateway": vpc, "aws_route_table": vpc,
		"aws_subnet":      {"vpc_id": o.vpcID(), "cidr_block": something, "availability_zone": something},
		"aws_eip":         {"domain": "vpc"},
		"aws_nat_gateway": {"allocation_id": something, "depends_on": "aws_internet_gateway.main"},
		"aws_route":       {"destination_cidr_block": world}, "aws_route_table_association": {},
		"aws_vpc_security_group_ingress_rule": {}, "aws_vpc_security_group_egress_rule": {},
		"aws_iam_role": {}, "aws_iam_role_policy": {}, "aws_lb_listener_rule": {}, "aws_sns_topic_subscription": {},

		"data.aws_caller_identity": {}, "data.aws_iam_policy_document": {}, "data.terraform_remote_state": {},
		"data.aws_vpc":    {"default": true},
		"data.aws_subnet": {"vpc_id": o.vpcID(), "default_for_az": true, "availability_zone": something},
	}
	if !o.declared.ExternalDNS() {
		out["data.aws_route53_zone"] = arguments{"name": o.declared.Domain}
	}
	return out
}

// wiring are the kinds of blocks that make nothing: values follow them, wherever they lead.
var wiring = []string{"variable", "output", "module", "local", "terraform"}

// row is the type and the label of a block in the tables.
func (b *block) row() (typ, label string) {
	at := strings.Index(b.address, ".") + 1
	if b.kind == "data" {
		at = len(b.address) - len(b.label)
	}
	return strings.TrimSuffix(b.address[:at], "."), b.address[at:]
}

// unasked finds the arguments of a block that are neither in its row nor free.
func unasked(b *block, want arguments) (found diag.List) {
	typ, _ := b.row()
	isFree := func(name string) bool { return slices.Contains(free[""], name) || slices.Contains(free[typ], name) }
	b.body.each("", isFree, func(name string, at diag.Pos) {
		if _, asked := want[name]; !asked {
			found = append(found, finding(settingRules, "verify-setting", at, nil, fmt.Sprintf("%s of %s is set, and nothing declared asks for it.", name, b.address)))
		}
	})
	return found
}

// each calls f with every argument in a body, and every empty block, but those to skip.
func (b body) each(at string, skip func(string) bool, f func(string, diag.Pos)) {
	for _, a := range b.attributes {
		if name := at + a.name; !skip(name) {
			f(name, a.pos)
		}
	}
	for _, n := range b.blocks {
		switch name := at + n.name; {
		case skip(name):
		case len(n.body.attributes)+len(n.body.blocks) == 0:
			f(name, n.pos)
		default:
			n.body.each(name+".", skip, f)
		}
	}
}
