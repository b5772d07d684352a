package verify

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var settingRules = []Rule{
	{"verify-resource", "resources other than declared", "Everything declared is made, and nothing is made that nothing declared asks for."},
	{"verify-setting", "argument other than declared", "Sizes, counts, capacity, backups, retention and protection are as declared; encryption, public access and TLS are as they are safe; and nothing else is set: no argument, no nested block, nothing of Terraform's own."},
}

// arguments are what a block must say, by argument, and all that it may say but what is
// free. Those of a nested block are called block.argument, and where it is repeated the
// values are joined with commas. What is "" must not be said.
type arguments map[string]any

// something is what an argument must say of which other proofs, or nobody, know more.
const something presence = "something"

type presence string

// settings are the types whose blocks are known to the last one, with what they say
// by their label. A type has a row for each family that makes it.
var settings = []struct {
	typ  string
	want func(*output) map[string]arguments
}{
	{"provider", (*output).provider},
	{"aws_vpc", (*output).vpc},
	{"aws_vpc_endpoint", (*output).endpointKinds},
	{"aws_ec2_managed_prefix_list", (*output).ownPrefixLists},
	{"data.aws_ec2_managed_prefix_list", (*output).knownPrefixLists},
	{"aws_network_acl", (*output).networkACLs},
	{"aws_network_acl_rule", (*output).networkACLRules},
	{"aws_flow_log", (*output).flowLog},
	{"aws_cloudwatch_log_group", (*output).logGroups},
	{"aws_secretsmanager_secret", (*output).newSecrets},
	{"aws_db_instance", perDatabase((*output).instance)},
	{"aws_rds_instance_state", perDatabase((*output).instanceState)},
	{"terraform_data", perDatabase((*output).finalSnapshot)},
	{"aws_db_subnet_group", perDatabase(func(*output, model.Database) arguments { return arguments{} })},
	{"aws_db_parameter_group", perDatabase((*output).instanceParameters)},
	{"aws_rds_cluster", perDatabase((*output).cluster)},
	{"aws_rds_cluster_parameter_group", perDatabase((*output).clusterParameters)},
	{"aws_rds_cluster_instance", (*output).clusterInstances},
	{"aws_db_proxy", perDatabase((*output).proxy)},
	{"aws_db_proxy_default_target_group", perDatabase(func(_ *output, d model.Database) arguments { return proxyPool(d) })},
	{"aws_db_proxy_target", perDatabase((*output).proxyTarget)},
	{"aws_db_proxy_endpoint", (*output).proxyEndpoints},
	{"aws_elasticache_replication_group", perCache((*output).replicationGroup)},
	{"aws_elasticache_subnet_group", perCache(func(*output, model.Cache) arguments { return arguments{} })},
	{"aws_elasticache_parameter_group", perCache((*output).cacheParameters)},
	{"terraform_data", perCache((*output).lastCacheSnapshot)},
	{"aws_ssm_parameter", perCache(func(*output, model.Cache) arguments { return keptToken() })},
	{"aws_secretsmanager_secret", perCache(func(*output, model.Cache) arguments { return arguments{"recovery_window_in_days": 0} })},
	{"aws_secretsmanager_secret_version", perCache((*output).cacheConnection)},
	{"aws_secretsmanager_secret", (*output).loginSecrets},
	{"aws_secretsmanager_secret_version", (*output).loginVersions},
	{"aws_s3_bucket", perBucket(s3Bucket)},
	{"aws_s3_bucket_public_access_block", perBucket(publicAccess)},
	{"aws_s3_bucket_ownership_controls", perBucket(ownership)},
	{"aws_s3_bucket_server_side_encryption_configuration", perBucket(encryption)},
	{"aws_s3_bucket_versioning", perBucket(versioning)},
	{"aws_s3_bucket_cors_configuration", perBucket(crossOrigin)},
	{"aws_s3_bucket_lifecycle_configuration", perBucket(lifecycle)},
	{"aws_s3_bucket_policy", perBucket(ofBucket)},
	{"aws_efs_file_system", perVolume((*output).fileSystem)},
	{"aws_efs_backup_policy", perVolume((*output).fileBackup)},
	{"aws_efs_mount_target", (*output).mountTargets},
	{"aws_efs_access_point", perVolume((*output).accessPoint)},
	{"aws_efs_file_system_policy", perVolume((*output).volumePolicy)},
	{"aws_lambda_function", perFunction((*output).lambda)},
	{"aws_lambda_function_event_invoke_config", perFunction((*output).invocation)},
	{"aws_sqs_queue", (*output).failedQueues},
	{"aws_sqs_queue", (*output).messageQueues},
	{"aws_sqs_queue_redrive_allow_policy", (*output).redrives},
	{"aws_sqs_queue_policy", (*output).queueTrusts},
	{"aws_lambda_permission", (*output).lambdaPermissions},
	{"aws_s3_bucket_notification", (*output).notifications},
	{"aws_ecr_repository", perRepository((*output).ecrRepository)},
	{"aws_ecr_repository_policy", perRepository((*output).fetchedImages)},
	{"aws_ecr_lifecycle_policy", perRepository((*output).imageLifecycle)},
	{"aws_apigatewayv2_vpc_link", (*output).vpcLinks},
	{"aws_apigatewayv2_api", perGateway((*output).httpAPI)},
	{"aws_apigatewayv2_stage", perGateway((*output).httpStage)},
	{"aws_cloudwatch_log_group", (*output).gatewayLogs},
	{"aws_apigatewayv2_authorizer", perGateway((*output).httpAuthorizer)},
	{"aws_apigatewayv2_integration", (*output).integrations},
	{"aws_apigatewayv2_route", (*output).gatewayRoutes},
	{"aws_wafv2_web_acl", (*output).webACLSettings},
	{"aws_wafv2_ip_set", (*output).addressSets},
	{"aws_wafv2_web_acl_logging_configuration", (*output).firewallLogging},
	{"aws_wafv2_web_acl_association", (*output).firewallPlaces},
	{"aws_cloudwatch_log_group", (*output).firewallLogGroups},
	{"aws_lb", (*output).loadBalancers},
	{"aws_lb_listener", (*output).listeners},
	{"aws_lb_target_group", (*output).targetGroups},
	{"aws_cloudfront_distribution", (*output).cloudFront},
	{"aws_cloudfront_origin_access_control", (*output).accessControls},
	{"aws_cloudfront_cache_policy", (*output).longCaches},
	{"aws_cloudfront_function", (*output).pageFunctions},
	{"aws_acm_certificate", (*output).certificates},
	{"aws_acm_certificate_validation", (*output).validations},
	{"aws_route53_record", (*output).records},
	{"aws_bedrock_guardrail", (*output).guardrails},
	{"aws_bedrock_guardrail_version", (*output).guardrailVersions},
	{"aws_ssm_parameter", (*output).guardTokens},
	{"data.aws_secretsmanager_secret_version", (*output).clientSecrets},
	{"aws_cognito_user_pool", perUserPool((*output).userPool)},
	{"aws_cognito_user_pool_domain", perUserPool((*output).signInDomain)},
	{"aws_cognito_user_pool_client", (*output).userPoolClients},
	{"aws_cognito_identity_pool", perUserPool((*output).identityPool)},
	{"aws_cognito_identity_pool_roles_attachment", perUserPool((*output).identityRoles)},
	{"aws_ecs_cluster", one(arguments{"setting.name": "containerInsights", "setting.value": "enabled"})},
	{"aws_ecs_cluster_capacity_providers", one(capacity)},
	{"aws_ecs_service", perService((*output).ecsService)},
	{"aws_ecs_task_definition", perTask((*output).taskDefinition)},
	{"aws_scheduler_schedule", (*output).schedules},
	{"aws_service_discovery_private_dns_namespace", (*output).namespace},
	{"aws_service_discovery_service", perService((*output).privateName)},
	{"aws_appautoscaling_target", perService((*output).scalingTarget)},
	{"aws_appautoscaling_policy", (*output).scalingPolicies},
	{"aws_appautoscaling_policy", (*output).queuePolicies},
	{"aws_codestarconnections_connection", shared("main", arguments{"provider_type": "GitHub"})},
	{"aws_kms_key", shared(artifacts, arguments{"enable_key_rotation": true, "policy": "data.aws_iam_policy_document." + artifacts + "_key.json"})},
	{"aws_kms_alias", shared(artifacts, arguments{"target_key_id": "aws_kms_key." + artifacts + ".key_id"})},
	{"aws_s3_bucket", ofArtifacts(s3Bucket)},
	{"aws_s3_bucket_public_access_block", ofArtifacts(publicAccess)},
	{"aws_s3_bucket_ownership_controls", ofArtifacts(ownership)},
	{"aws_s3_bucket_server_side_encryption_configuration", ofArtifacts(keyEncryption)},
	{"aws_s3_bucket_lifecycle_configuration", ofArtifacts(lifecycle)},
	{"aws_s3_bucket_policy", ofArtifacts(ofBucket)},
	{"aws_codepipeline", perPipeline((*output).codePipeline)},
	{"aws_codebuild_project", (*output).buildProjects},
	{"aws_cloudwatch_log_group", (*output).buildLogs},
	{"aws_cloudwatch_metric_alarm", (*output).metricAlarms},
	{"aws_sns_topic", (*output).snsTopics},
	{"aws_sns_topic_policy", (*output).snsTopicPolicies},
	{"aws_cloudwatch_event_rule", (*output).stopRule},
	{"aws_cloudwatch_event_target", stopped(stopTarget)},
	{"aws_cloudwatch_log_resource_policy", stopped(arguments{})},
	{"aws_cloudwatch_log_metric_filter", (*output).stopFilter},
	{"aws_cloudwatch_dashboard", (*output).dashboardNames},
	{"aws_resourcegroups_group", (*output).tagged},
	{"data.aws_secretsmanager_secret", storedSecrets("secretsmanager")},
	{"data.aws_ssm_parameter", storedSecrets("ssm")},
	{"aws_applicationinsights_application", (*output).insights},
}

// settings compares the arguments of every block that is known with what it must say.
func (o *output) settings() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	known := map[string]map[string]arguments{}
	for _, s := range settings {
		if known[s.typ] == nil {
			known[s.typ] = map[string]arguments{}
		}
		maps.Copy(known[s.typ], s.want(o))
	}
	there, elsewhere := map[string]bool{}, o.elsewhere()
	for _, folder := range o.config.folders {
		m := o.config.modules[folder]
		for _, b := range m.blocks {
			typ, label := b.row()
			there[b.address] = true
			want, declared := known[typ][label]
			if !declared {
				want, declared = elsewhere[typ]
			}
			switch {
			case declared:
				found = append(found, o.differing(m, b, want)...)
				found = append(found, unasked(b, want)...)
			case !slices.Contains(wiring, b.kind):
				found = append(found, finding(settingRules, "verify-resource", b.pos, nil, fmt.Sprintf("Nothing that is declared asks for %s.", b.address)))
			}
		}
	}
	for _, s := range settings {
		for _, l := range slices.Sorted(maps.Keys(known[s.typ])) {
			if !there[s.typ+"."+l] {
				there[s.typ+"."+l] = true // and said
				found = append(found, finding(settingRules, "verify-resource", diag.Pos{File: o.declared.File}, nil, fmt.Sprintf("There is no %s.%s.", s.typ, l)))
			}
		}
	}
	return slices.Concat(found, o.triggered(), o.toldAfter())
}

// differing finds the arguments of a block that are not as they must be.
func (o *output) differing(m *module, b *block, want arguments) (found diag.List) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		// Terraform reads texts in NFC, whatever form they are written in.
		expected, got := cty.StringVal(fmt.Sprint(want[name])).AsString(), strings.Join(o.said(m, b.body, name), ",")
		if got == expected || got != "" && want[name] == something {
			continue
		}
		found = append(found, finding(settingRules, "verify-setting", b.pos, nil, fmt.Sprintf("%s of %s is %q, and must be %q.", name, b.address, got, expected)))
	}
	return found
}

// said are the values of an argument in a block, or in as many nested ones.
func (o *output) said(m *module, in body, name string) (values []string) {
	if e, ok := in.get(name); ok {
		return []string{o.config.spelled(value{m.folder, e})}
	}
	block, rest, nested := strings.Cut(name, ".")
	for _, n := range in.all(block) {
		if nested {
			values = append(values, o.said(m, n, rest)...)
		} else {
			values = append(values, "a block")
		}
	}
	return values
}

// positive is a number that must be said unless it is 0.
func positive(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// on is an argument that is said only to switch something on.
func on(b bool) string {
	if b {
		return "true"
	}
	return ""
}

// per is what the nodes of a family must say, by label; nil where one has no such block.
func per[T any](nodes []T, name func(T) string, want func(T) arguments) map[string]arguments {
	out := map[string]arguments{}
	for _, n := range nodes {
		if a := want(n); a != nil {
			out[label(name(n))] = a
		}
	}
	return out
}

func perDatabase(want func(*output, model.Database) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return per(o.declared.Databases, func(d model.Database) string { return d.Name }, func(d model.Database) arguments { return want(o, d) })
	}
}

func perBucket(want func(model.Bucket) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return per(o.keptBuckets(), func(b model.Bucket) string { return b.Name }, want)
	}
}

func perService(want func(*output, model.Service) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return per(o.declared.Services, func(s model.Service) string { return s.Name }, func(s model.Service) arguments { return want(o, s) })
	}
}

func perTask(want func(*output, model.Service) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return per(o.declared.Tasks(), func(s model.Service) string { return s.Name }, func(s model.Service) arguments { return want(o, s) })
	}
}

func (o *output) provider() map[string]arguments {
	tags := map[string]string{"Platform": o.declared.Name, "Environment": o.declared.Environment.Name, "ManagedBy": "groundplan"}
	for _, t := range o.declared.Tags {
		tags[t.Key] = t.Value
	}
	var all []string
	for key, value := range tags {
		all = append(all, key+"="+value)
	}
	slices.Sort(all)
	in := func(region, alias string) arguments {
		return arguments{"region": region, "default_tags.tags": strings.Join(all, ","), "alias": alias, "allowed_account_ids": o.declared.Account}
	}
	out := map[string]arguments{"aws": in(o.declared.Region, "")}
	for _, region := range o.regions() {
		out["aws."+providerAlias(region)] = in(region, providerAlias(region))
	}
	return out
}

func (o *output) logGroups() map[string]arguments {
	kept := arguments{"retention_in_days": o.declared.Logs.RetentionDays}
	out := map[string]arguments{}
	for _, s := range o.declared.Tasks() {
		out[o.logGroup(s)] = kept
	}
	for _, f := range o.declared.Functions {
		out[label(f.Name)] = arguments{"retention_in_days": kept["retention_in_days"], "name": o.facts.Lambda.LogGroup + o.functionName(f.Name)}
	}
	for _, d := range o.declared.Databases {
		for _, log := range d.Logs {
			out[label(d.Name+"-"+log)] = kept
		}
	}
	if o.declared.Network.VPC == "own" && o.declared.Network.FlowLogs {
		out["flow_logs"] = kept
	}
	if o.countsStops() {
		out["stopped_tasks"] = kept
	}
	return out
}

// logGroup is the label of the group that a service logs to.
func (o *output) logGroup(s model.Service) string {
	if o.declared.Logs.Group != "" {
		return "services"
	}
	return label(s.Name)
}
