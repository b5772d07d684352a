package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// told are the functions with their triggers, by bucket.
func (o *output) told() map[string][]model.Function {
	out := map[string][]model.Function{}
	for _, f := range o.declared.Functions {
		for _, t := range f.Triggers {
			if !slices.ContainsFunc(out[t.Bucket], func(known model.Function) bool { return known.Name == f.Name }) {
				out[t.Bucket] = append(out[t.Bucket], f)
			}
		}
	}
	return out
}

// permissionOf is the address of the permission by which a bucket calls a function.
func permissionOf(f model.Function, bucket string) string {
	return "aws_lambda_permission." + label(f.Name) + "_" + label(bucket)
}

func (o *output) lambdaPermissions() map[string]arguments {
	out, call := map[string]arguments{}, o.facts.IAM.Visit("function-trigger")
	for bucket, functions := range o.told() {
		for _, f := range functions {
			out[label(f.Name)+"_"+label(bucket)] = arguments{
				"statement_id": something, "action": call.Actions[0], "principal": call.Principals[0],
				"function_name": "aws_lambda_function." + label(f.Name) + ".arn",
				"source_arn":    "aws_s3_bucket." + label(bucket) + ".arn", "source_account": accountID,
			}
		}
	}
	return out
}

// notifications are one list for each bucket that tells somebody.
func (o *output) notifications() map[string]arguments {
	out := map[string]arguments{}
	for bucket, functions := range o.told() {
		var arns, events, prefixes, suffixes, needs []string
		for _, f := range functions {
			if p := permissionOf(f, bucket); o.beside(p, "aws_s3_bucket_notification."+label(bucket)) {
				needs = append(needs, p)
			}
			for _, t := range f.Triggers {
				if t.Bucket != bucket {
					continue
				}
				arns = append(arns, "aws_lambda_function."+label(f.Name)+".arn")
				for _, e := range t.Events {
					events = append(events, o.facts.Lambda.Events[e])
				}
				if t.Prefix != "" {
					prefixes = append(prefixes, t.Prefix)
				}
				if t.Suffix != "" {
					suffixes = append(suffixes, t.Suffix)
				}
			}
		}
		out[label(bucket)] = arguments{
			"bucket":                              "aws_s3_bucket." + label(bucket) + ".id",
			"lambda_function.lambda_function_arn": strings.Join(arns, ","), "lambda_function.events": strings.Join(events, ","),
			"lambda_function.filter_prefix": strings.Join(prefixes, ","), "lambda_function.filter_suffix": strings.Join(suffixes, ","),
			"depends_on": strings.Join(needs, ","),
		}
	}
	return out
}

// triggered compares each entry of a bucket's list with a declared trigger: which events
// and keys run which function.
func (o *output) triggered() (found diag.List) {
	want := map[string][]string{}
	for bucket, functions := range o.told() {
		for _, f := range functions {
			for _, t := range f.Triggers {
				if t.Bucket != bucket {
					continue
				}
				var events []string
				for _, e := range t.Events {
					events = append(events, o.facts.Lambda.Events[e])
				}
				want[label(bucket)] = append(want[label(bucket)], entry("aws_lambda_function."+label(f.Name)+".arn", strings.Join(events, ","), t.Prefix, t.Suffix))
			}
		}
	}
	o.config.each("resource", "aws_s3_bucket_notification", func(m *module, b *block) {
		var have []string
		for _, n := range b.body.all("lambda_function") {
			said := func(name string) string { return strings.Join(o.said(m, n, name), ",") }
			have = append(have, entry(said("lambda_function_arn"), said("events"), said("filter_prefix"), said("filter_suffix")))
		}
		if !slices.Equal(have, want[b.label]) {
			found = append(found, finding(settingRules, "verify-setting", b.pos, nil, fmt.Sprintf("%s tells %q, and must tell %q.", b.address, have, want[b.label])))
		}
	})
	return found
}

func entry(function, events, prefix, suffix string) string {
	return function + " of " + events + " at " + prefix + "*" + suffix
}

// toldAfter makes sure that others are told the ARN of a function once buckets may call it: S3
// tries that as soon as a list names the function.
func (o *output) toldAfter() (found diag.List) {
	for _, f := range o.declared.Functions {
		var needs []string
		for _, t := range f.Triggers {
			if p := permissionOf(f, t.Bucket); !slices.Contains(needs, p) {
				needs = append(needs, p)
			}
		}
		want, arn := strings.Join(needs, ","), "aws_lambda_function."+label(f.Name)+".arn"
		for _, folder := range o.config.folders {
			m := o.config.modules[folder]
			for _, b := range m.blocks {
				if value, _ := b.body.get("value"); b.kind != "output" || value.text != arn {
					continue
				}
				if have := strings.Join(o.said(m, b.body, "depends_on"), ","); have != want {
					found = append(found, finding(settingRules, "verify-setting", b.pos, nil, fmt.Sprintf("depends_on of %s is %q, and must be %q.", b.address, have, want)))
				}
			}
		}
	}
	return found
}
